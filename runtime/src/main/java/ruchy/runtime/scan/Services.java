package ruchy.runtime.scan;

import org.jspecify.annotations.Nullable;

/// The names of services by their TCP ports, as IANA registers them (RFC 6335), of the ports that
/// are met most.
final class Services {
  /// What a scan for `"common"` asks for.
  static final int[] COMMON = {
    7, 20, 21, 22, 23, 25, 53, 79, 80, 88, 106, 110, 111, 113, 119, 135, 139, 143, 179, 389, 427,
    443, 445, 465, 513, 514, 515, 543, 544, 548, 554, 587, 631, 636, 646, 873, 990, 993, 995, 1080,
    1433, 1521, 1723, 1883, 2049, 2181, 2375, 2376, 3000, 3128, 3268, 3306, 3389, 3690, 4369, 5000,
    5060, 5061, 5222, 5269, 5432, 5601, 5672, 5900, 5984, 6000, 6379, 6443, 6667, 7000, 8000, 8008,
    8080, 8081, 8086, 8088, 8443, 8883, 8888, 9000, 9042, 9090, 9092, 9100, 9200, 9300, 9418, 9999,
    10000, 11211, 15672, 25565, 27017, 50000
  };

  private Services() {}

  /// The name, or null for a port without one here.
  static @Nullable String name(int port) {
    return switch (port) {
      case 7 -> "echo";
      case 20 -> "ftp-data";
      case 21 -> "ftp";
      case 22 -> "ssh";
      case 23 -> "telnet";
      case 25 -> "smtp";
      case 53 -> "domain";
      case 79 -> "finger";
      case 80 -> "http";
      case 88 -> "kerberos";
      case 110 -> "pop3";
      case 111 -> "sunrpc";
      case 113 -> "auth";
      case 119 -> "nntp";
      case 123 -> "ntp";
      case 135 -> "epmap";
      case 139 -> "netbios-ssn";
      case 143 -> "imap";
      case 161 -> "snmp";
      case 179 -> "bgp";
      case 194 -> "irc";
      case 389 -> "ldap";
      case 427 -> "svrloc";
      case 443 -> "https";
      case 445 -> "microsoft-ds";
      case 465 -> "submissions";
      case 513 -> "login";
      case 514 -> "shell";
      case 515 -> "printer";
      case 548 -> "afpovertcp";
      case 554 -> "rtsp";
      case 587 -> "submission";
      case 631 -> "ipp";
      case 636 -> "ldaps";
      case 646 -> "ldp";
      case 853 -> "domain-s";
      case 873 -> "rsync";
      case 990 -> "ftps";
      case 993 -> "imaps";
      case 995 -> "pop3s";
      case 1080 -> "socks";
      case 1433 -> "ms-sql-s";
      case 1521 -> "ncube-lm";
      case 1723 -> "pptp";
      case 1883 -> "mqtt";
      case 2049 -> "nfs";
      case 2181 -> "eforward";
      case 2375 -> "docker";
      case 2376 -> "docker-s";
      case 3128 -> "ndl-aas";
      case 3268 -> "msft-gc";
      case 3306 -> "mysql";
      case 3389 -> "ms-wbt-server";
      case 3690 -> "svn";
      case 4369 -> "epmd";
      case 5060 -> "sip";
      case 5061 -> "sips";
      case 5222 -> "xmpp-client";
      case 5269 -> "xmpp-server";
      case 5353 -> "mdns";
      case 5432 -> "postgresql";
      case 5672 -> "amqp";
      case 5900 -> "rfb";
      case 5984 -> "couchdb";
      case 6000 -> "x11";
      case 6379 -> "redis";
      case 6443 -> "sun-sr-https";
      case 8008, 8080 -> "http-alt";
      case 8443 -> "pcsync-https";
      case 8883 -> "secure-mqtt";
      case 9042 -> "cassandra";
      case 9100 -> "hp-pdl-datastr";
      case 9418 -> "git";
      case 11211 -> "memcache";
      case 27017 -> "mongodb";
      default -> null;
    };
  }

  /// Whether TLS is what the port speaks from the first byte.
  static boolean isSecure(int port) {
    return switch (port) {
      case 443, 465, 636, 853, 990, 993, 995, 2376, 5061, 6443, 8443, 8883 -> true;
      default -> false;
    };
  }
}
