package ruchy.benchmarks.http;

import ruchy.benchmarks.measure.Samples;

/// What was measured of one server.
///
/// @param cpu CPU time of the server's process for one request, in microseconds
/// @param user the part of it that the kernel did not use
/// @param rate requests per second
/// @param share CPU time of the server's process in one second, in processors
/// @param otherLoad CPU time that neither server nor client used, in processors
record Figures(Samples cpu, Samples user, Samples rate, Samples share, Samples otherLoad) {
  Figures() {
    this(new Samples(), new Samples(), new Samples(), new Samples(), new Samples());
  }
}
