package ruchy.runtime.http;

import io.netty.channel.Channel;
import io.netty.channel.unix.RawUnixChannelOption;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Keeps new clients away from a listening socket that is going to be closed. What the system
/// accepts in the moment before that would be reset, with the request that is on its way.
///
/// On Linux a filter of the socket lets the first packet of a connection (SYN) pass unanswered;
/// what belongs to connections that have begun goes through. The client tries again after a second,
/// and finds the port closed, or another process there. Elsewhere nothing is filtered.
final class NewcomerFilter {
  private static final int SOL_SOCKET = 1;
  private static final int SO_ATTACH_FILTER = 26;

  /// Two bytes for the number of instructions, and a pointer to them, as `struct sock_fprog`.
  private static final int PROGRAM_BYTES = 16;

  private static final RawUnixChannelOption ATTACH =
      new RawUnixChannelOption("SO_ATTACH_FILTER", SOL_SOCKET, SO_ATTACH_FILTER, PROGRAM_BYTES);

  /// Of the classic Berkeley packet filter; the packet begins with its TCP header.
  private static final long[] INSTRUCTIONS = {
    instruction(0x30, 0, 0, 13), // load the byte of flags
    instruction(0x54, 0, 0, 0x12), // of them SYN and ACK
    instruction(0x15, 0, 1, 0x02), // SYN alone?
    instruction(0x06, 0, 0, 0), // yes: drop it
    instruction(0x06, 0, 0, 0xffffffffL), // no: take all of it
  };

  private NewcomerFilter() {}

  private static long instruction(int code, int ifTrue, int ifFalse, long operand) {
    return ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN
        ? operand << 32 | (long) ifFalse << 24 | (long) ifTrue << 16 | code
        : (long) code << 48 | (long) ifTrue << 40 | (long) ifFalse << 32 | operand;
  }

  /// From now on no connection begins; false where that cannot be had. On the event loop of the
  /// socket.
  static boolean attach(Channel socket) {
    try (Arena memory = Arena.ofConfined()) {
      MemorySegment instructions = memory.allocateFrom(ValueLayout.JAVA_LONG, INSTRUCTIONS);
      ByteBuffer program = ByteBuffer.allocateDirect(PROGRAM_BYTES).order(ByteOrder.nativeOrder());
      program.putShort(0, (short) INSTRUCTIONS.length);
      program.putLong(8, instructions.address());
      // The system copies the instructions. Other transports do not know the option.
      return socket.config().setOption(ATTACH, program);
    } catch (RuntimeException refused) {
      return false;
    }
  }
}
