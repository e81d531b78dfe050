/// Tests of sockets, scans and captures with other programs at the other side: nc, socat, nmap,
/// masscan, tcpdump, tshark, Python. A test whose program is not at hand says so and is skipped.
/// Everything goes through what programs see; nothing of the rooms' insides is used.
@NullMarked
package ruchy.runtime.peers;

import org.jspecify.annotations.NullMarked;
