curl -s -o /dev/null -w '%{http_code} %{http_version}' https://curl.services.example/
