package ruchy.benchmarks.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

final class WrkTest {
  @Test
  void requests_and_seconds_are_read() throws Exception {
    Wrk.Load load = Wrk.load(output("  305411 requests in 2.10s, 36.70MB read"), 1_900_000);
    assertEquals(305411, load.requests());
    assertEquals(2.1, load.seconds(), 1e-9);
    assertEquals(1_900_000, load.cpuMicros());
  }

  @Test
  void times_may_be_in_milliseconds_and_in_minutes() throws Exception {
    assertEquals(0.99, Wrk.load(output("  12 requests in 990.00ms, 1KB read"), 0).seconds(), 1e-9);
    assertEquals(90, Wrk.load(output("  12 requests in 1.50m, 1KB read"), 0).seconds(), 1e-9);
  }

  @Test
  void a_load_with_answers_that_are_missing_or_wrong_does_not_count() {
    String total = "  12 requests in 1.00s, 1KB read\n";
    for (String wrong :
        new String[] {
          "Socket errors: connect 0, read 3, write 0, timeout 0", "Non-2xx or 3xx responses: 7"
        }) {
      var failure =
          assertThrows(Wrk.Unanswered.class, () -> Wrk.load(output(total + "  " + wrong), 0));
      assertEquals("not all requests were answered (" + wrong + ")", failure.getMessage());
    }
  }

  @Test
  void what_is_no_result_is_told_as_it_is() {
    var failure =
        assertThrows(IllegalStateException.class, () -> Wrk.load("unable to connect\n", 0));
    assertEquals("wrk says: unable to connect\n", failure.getMessage());
  }

  private static String output(String end) {
    return """
    Running 2s test @ http://127.0.0.1:18101/plaintext
      1 threads and 64 connections
      Thread Stats   Avg      Stdev     Max   +/- Stdev
        Latency   355.31us   62.25us   1.85ms   89.02%%
        Req/Sec   146.10k     6.11k  150.49k    90.48%%
    %s
    """
        .formatted(end);
  }
}
