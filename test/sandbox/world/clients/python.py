import urllib.request
print(urllib.request.urlopen("https://python.services.example/").status)
