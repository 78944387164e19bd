ping -c 1 -W 2 -p 6c65616b 203.0.113.78 | grep -o '1 received'
