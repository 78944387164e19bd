#!/bin/sh
# The network of the sandbox, as root with NET_ADMIN in a namespace that has no way out. A local default route makes
# every address on earth ours (AnyIP); nft sends each TCP port and each UDP port to the sink. Then all rights are
# dropped and the sink takes over. Root stays as a user id, because the kernel shows connection tracking to root only.
set -eu
ip link set lo up
# `NAMES=none` is a machine whose network is down: it has its card, and nothing answers.
if [ "$NAMES" = none ]; then
  ip link add eth0 type dummy 2>/dev/null || ip link add eth0 type veth peer name "$OTHER_CARD"
  ip link set eth0 address "$MAC"
  exec setpriv --bounding-set=-all --inh-caps=-all --no-new-privs node /srv/main.mjs "$@"
fi
if ip link add eth0 type dummy 2>/dev/null || ip link add eth0 type veth peer name "$OTHER_CARD"; then
  ip link set "$OTHER_CARD" address "$OTHER_MAC" up 2>/dev/null || true
  ip link set eth0 address "$MAC"
  ip address add "$ADDRESS/24" dev eth0
  ip link set eth0 up
fi
ip route add local default dev lo src "$ADDRESS"
ip -6 route add local default dev lo 2>/dev/null || true
nft -f - <<RULES
table ip sink {
  chain out {
    type nat hook output priority -100;
    udp dport 53 dnat to $ADDRESS:53
    ip daddr != 127.0.0.0/8 tcp dport 1-65535 dnat to :9999
    ip daddr != 127.0.0.0/8 udp dport != 53 dnat to $ADDRESS:9998
  }
}
table ip6 sink {
  chain out {
    type nat hook output priority -100;
    udp dport 53 dnat to [::1]:53
    ip6 daddr != ::1 tcp dport 1-65535 dnat to :9999
    ip6 daddr != ::1 udp dport != 53 dnat to [::1]:9998
  }
}
RULES
exec setpriv --bounding-set=-all --inh-caps=-all --no-new-privs node /srv/main.mjs "$@"
