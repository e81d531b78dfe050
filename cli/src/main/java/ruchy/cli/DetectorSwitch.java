package ruchy.cli;

import ruchy.compiler.Compiler;

/// The system property `ruchy.detect`, for those who work on ruchyc: if it is `true`, all code that
/// this command compiles, that of jars too, tells the detector of shared state what it looks at and
/// changes. A fault of the compiler's own analysis is told on standard error and raised.
final class DetectorSwitch {
  private static final Compiler.Options.Detector DETECTOR =
      Boolean.getBoolean("ruchy.detect")
          ? Compiler.Options.Detector.WATCHING
          : Compiler.Options.Detector.ABSENT;

  private DetectorSwitch() {}

  static boolean isOn() {
    return DETECTOR != Compiler.Options.Detector.ABSENT;
  }

  /// The same options, with the detector if it is wanted.
  static Compiler.Options applied(Compiler.Options options) {
    return options.detecting(DETECTOR);
  }
}
