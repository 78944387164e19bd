ssh -v -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o ConnectTimeout=2 deploy@ssh.services.example true 2>&1 | grep -o 'remote software version.*'
