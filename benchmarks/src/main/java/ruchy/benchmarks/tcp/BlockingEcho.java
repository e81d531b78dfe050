package ruchy.benchmarks.tcp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/// With the JDK's blocking sockets, one virtual thread for each connection.
public final class BlockingEcho {
  private BlockingEcho() {}

  /// `BlockingEcho PORT`.
  public static void main(String[] args) throws IOException {
    int port = Integer.parseInt(args[0]);
    try (var server = new ServerSocket(port, 1024, InetAddress.getLoopbackAddress())) {
      while (true) {
        Socket client = server.accept();
        client.setTcpNoDelay(true);
        Thread.ofVirtual().start(() -> serve(client));
      }
    }
  }

  private static void serve(Socket client) {
    try (client) {
      var in = new BufferedReader(new InputStreamReader(client.getInputStream(), UTF_8));
      var out = client.getOutputStream();
      for (var line = in.readLine(); line != null; line = in.readLine()) {
        out.write((line + "\n").getBytes(UTF_8));
      }
    } catch (IOException gone) {
      // The client has had enough.
    }
  }
}
