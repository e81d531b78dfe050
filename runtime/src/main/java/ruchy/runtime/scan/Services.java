package ruchy.runtime.scan;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The names of services by their ports, as IANA registers them (RFC 6335), of the ports that are
/// met most.
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

  /// `PORT=NAME` where TCP and UDP have the same name, `PORT/PROTOCOL=NAME` where they have not or
  /// one has none. Names and numbers are those of IANA's registry, and of its predecessors where
  /// these are still met.
  private static final String REGISTERED =
      """
      1/tcp=tcpmux 7=echo 9=discard 11/tcp=systat 13=daytime 15/tcp=netstat 17/tcp=qotd 19=chargen
      20/tcp=ftp-data 21/tcp=ftp 21/udp=fsp 22/tcp=ssh 23/tcp=telnet 25/tcp=smtp 37=time
      43/tcp=whois 49=tacacs 53=domain 67/udp=bootps 68/udp=bootpc 69/udp=tftp 70/tcp=gopher
      79/tcp=finger 80/tcp=http 88=kerberos 102/tcp=iso-tsap 104/tcp=acr-nema 106/tcp=poppassd
      110/tcp=pop3 111=sunrpc 113/tcp=auth 119/tcp=nntp 123=ntp 135/tcp=epmap 137/udp=netbios-ns
      138/udp=netbios-dgm 139/tcp=netbios-ssn 143/tcp=imap 161=snmp 162=snmp-trap 163=cmip-man
      164=cmip-agent 174/tcp=mailq 177/udp=xdmcp 179/tcp=bgp 194/tcp=irc 199/tcp=smux 209/tcp=qmtp
      210/tcp=z3950 213/udp=ipx 319/udp=ptp-event 320/udp=ptp-general 345/tcp=pawserv
      346/tcp=zserv 369=rpc2portmap 370=codaauth2 371/udp=clearcase 389=ldap 427=svrloc 443=https
      444/tcp=snpp 445/tcp=microsoft-ds 464=kpasswd 465/tcp=submissions 487/tcp=saft
      500/udp=isakmp 512/tcp=exec 512/udp=biff 513/tcp=login 513/udp=who 514/tcp=shell
      514/udp=syslog 515/tcp=printer 517/udp=talk 518/udp=ntalk 520/udp=route 538=gdomap
      540/tcp=uucp 543/tcp=klogin 544/tcp=kshell 546/udp=dhcpv6-client 547/udp=dhcpv6-server
      548/tcp=afpovertcp 554=rtsp 563/tcp=nntps 587/tcp=submission 607/tcp=nqs 623/udp=asf-rmcp
      628/tcp=qmqp 631/tcp=ipp 636=ldaps 646=ldp 655=tinc 706/tcp=silc 749/tcp=kerberos-adm
      750=kerberos4 751=kerberos-master 752/udp=passwd-server 754/tcp=krb-prop 775/tcp=moira-db
      777/tcp=moira-update 779/udp=moira-ureg 783/tcp=spamd 853=domain-s 871/tcp=supfilesrv
      873/tcp=rsync 989/tcp=ftps-data 990/tcp=ftps 992/tcp=telnets 993/tcp=imaps 995/tcp=pop3s
      1080/tcp=socks 1093/tcp=proofd 1094/tcp=rootd 1099/tcp=rmiregistry 1127/tcp=supfiledbg
      1178/tcp=skkserv 1194=openvpn 1210/udp=predict 1236/tcp=rmtcfg 1313/tcp=xtel 1314/tcp=xtelw
      1352/tcp=lotusnote 1433/tcp=ms-sql-s 1434/udp=ms-sql-m 1521/tcp=ncube-lm 1524/tcp=ingreslock
      1645=datametrics 1646=sa-msg-port 1649/tcp=kermit 1677/tcp=groupwise 1701/udp=l2f
      1723/tcp=pptp 1812=radius 1813=radius-acct 1883/tcp=mqtt 2000/tcp=cisco-sccp 2049=nfs
      2086=gnunet 2101=rtcm-sc104 2102/udp=zephyr-srv 2103/udp=zephyr-clt 2104/udp=zephyr-hm
      2119/tcp=gsigatekeeper 2121/tcp=iprop 2135/tcp=gris 2181/tcp=eforward 2375/tcp=docker
      2376/tcp=docker-s 2401/tcp=cvspserver 2430=venus 2431=venus-se 2432=codasrv 2433=codasrv-se
      2583=mon 2600/tcp=zebrasrv 2601/tcp=zebra 2602/tcp=ripd 2603/tcp=ripngd 2604/tcp=ospfd
      2605/tcp=bgpd 2606/tcp=ospf6d 2607/tcp=ospfapi 2608/tcp=isisd 2628/tcp=dict
      2792/tcp=f5-globalsite 2811/tcp=gsiftp 2947/tcp=gpsd 3050/tcp=gds-db 3128/tcp=ndl-aas
      3130/udp=icpv2 3205=isns 3260/tcp=iscsi-target 3268/tcp=msft-gc 3306/tcp=mysql
      3389/tcp=ms-wbt-server 3493=nut 3632/tcp=distcc 3689/tcp=daap 3690/tcp=svn 4031/tcp=suucp
      4094/tcp=sysrqd 4190/tcp=sieve 4353/tcp=f5-iquery 4369/tcp=epmd 4373/tcp=remctl
      4460/tcp=ntske 4500/udp=ipsec-nat-t 4557/tcp=fax 4559/tcp=hylafax 4569/udp=iax 4691/tcp=mtn
      4899/tcp=radmin-port 4949/tcp=munin 5060=sip 5061/tcp=sips 5061/udp=sip-tls
      5222/tcp=xmpp-client 5269/tcp=xmpp-server 5308/tcp=cfengine 5353=mdns 5432/tcp=postgresql
      5555/udp=rplay 5556/tcp=freeciv 5666/tcp=nrpe 5667/tcp=nsca 5671/tcp=amqps 5672/tcp=amqp
      5680/tcp=canna 5900/tcp=rfb 5984/tcp=couchdb 6000/tcp=x11 6001/tcp=x11-1 6002/tcp=x11-2
      6003/tcp=x11-3 6004/tcp=x11-4 6005/tcp=x11-5 6006/tcp=x11-6 6007/tcp=x11-7 6346=gnutella-svc
      6347=gnutella-rtr 6379/tcp=redis 6443/tcp=sun-sr-https 6444/tcp=sge-qmaster
      6445/tcp=sge-execd 6446/tcp=mysql-proxy 6514/tcp=syslog-tls 6566/tcp=sane-port 6667/tcp=ircd
      6696/udp=babel 6697/tcp=ircs-u 7000/tcp=bbs 7000/udp=afs3-fileserver 7001/udp=afs3-callback
      7002/udp=afs3-prserver 7003/udp=afs3-vlserver 7004/udp=afs3-kaserver 7005/udp=afs3-volser
      7007/udp=afs3-bos 7008/udp=afs3-update 7009/udp=afs3-rmtsys 7100/tcp=font-service
      8008/tcp=http-alt 8021/tcp=zope-ftp 8080/tcp=http-alt 8081/tcp=tproxy 8088/tcp=omniorb
      8140/tcp=puppet 8443/tcp=pcsync-https 8883/tcp=secure-mqtt 8990/tcp=clc-build-daemon
      9042/tcp=cassandra 9098/tcp=xinetd 9100/tcp=hp-pdl-datastr 9101/tcp=bacula-dir
      9102/tcp=bacula-fd 9103/tcp=bacula-sd 9418/tcp=git 9667/tcp=xmms2 9673/tcp=zope
      10000/tcp=webmin 10050/tcp=zabbix-agent 10051/tcp=zabbix-trapper 10080/tcp=amanda
      10081/tcp=kamanda 10082/tcp=amandaidx 10083/tcp=amidxtape 10809/tcp=nbd 11112/tcp=dicom
      11211/tcp=memcache 11371/tcp=hkp 17001/udp=sgi-cmsd 17002/udp=sgi-crsd 17003/udp=sgi-gcd
      17004/tcp=sgi-cad 17500/tcp=db-lsp 22125/tcp=dcap 22128/tcp=gsidcap 22273/tcp=wnn6
      24554/tcp=binkp 27017/tcp=mongodb 27374=asp 30865/tcp=csync2 57000/tcp=dircproxy
      60177/tcp=tfido 60179/tcp=fido
      """;

  /// Made when the first name is asked for.
  private static final class Names {
    static final Map<Integer, String> TCP = new HashMap<>();
    static final Map<Integer, String> UDP = new HashMap<>();

    static {
      for (String entry : REGISTERED.strip().split("\\s+", -1)) {
        int equals = entry.indexOf('=');
        int slash = entry.substring(0, equals).indexOf('/');
        int port = Integer.parseInt(entry, 0, slash < 0 ? equals : slash, 10);
        String name = entry.substring(equals + 1);
        if (slash < 0 || entry.startsWith("tcp", slash + 1)) {
          TCP.put(port, name);
        }
        if (slash < 0 || entry.startsWith("udp", slash + 1)) {
          UDP.put(port, name);
        }
      }
    }
  }

  private Services() {}

  /// The name at TCP, or null for a port without one here.
  static @Nullable String name(int port) {
    return Names.TCP.get(port);
  }

  /// The name at UDP, or null.
  static @Nullable String udpName(int port) {
    return Names.UDP.get(port);
  }

  /// Whether TLS is what the port speaks from the first byte.
  static boolean isSecure(int port) {
    return switch (port) {
      case 443, 465, 636, 853, 990, 993, 995, 2376, 5061, 6443, 8443, 8883 -> true;
      default -> false;
    };
  }
}
