/// Packets of a network: from an interface or a capture file to the handler of a program.
///
/// The way of a packet, in the order of the files to read: `PacketCapture` (what programs hold),
/// `FrameSource` (where frames come from: `FileSource`, `PcapSource`, `SocketSource`), `Frame` (the
/// bytes as they were on the wire), `Layers` (`Link`, `Network`, `Transport`: what the bytes mean),
/// `Packet` (what a handler gets; `DnsMessage`, `HttpHead` and `ClientHello` are read when asked
/// for). `PacketFile` and `FrameWriter` are the way back into a file.
///
/// Frames are read on a thread of the capture's own, in batches that its task asks for, so native
/// calls pin no carrier and nothing piles up in the process: what is too much the system drops and
/// counts. Handlers run on one virtual thread per capture, one packet after the other (L 12.6),
/// each with the turn when it shares state.
///
/// Never is a length inside a packet trusted: what lies outside of the captured bytes is absent.
/// This room knows values, failures, `engine` and `time`, and nothing of sockets or HTTP.
@NullMarked
package ruchy.runtime.packet;

import org.jspecify.annotations.NullMarked;
