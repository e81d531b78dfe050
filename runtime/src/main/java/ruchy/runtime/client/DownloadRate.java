package ruchy.runtime.client;

import java.util.Locale;

/// How far a download is, for people.
final class DownloadRate {
  private static final String[] UNITS = {"kB", "MB", "GB", "TB"};

  private DownloadRate() {}

  /// `1.5 of 3.0 MB, 2.3 MB/s, 4 s left`; without the total and the end when nobody knows them.
  ///
  /// @param total 0 when nobody knows
  /// @param nanos since the beginning
  static String text(long done, long total, long nanos) {
    double rate = nanos <= 0 ? 0 : done * 1e9 / nanos;
    String speed = ", " + size((long) rate) + "/s";
    if (total <= 0) {
      return size(done) + speed;
    }
    long left = rate < 1 ? -1 : (long) Math.ceil((total - done) / rate);
    String end = left < 0 ? "" : ", " + time(left) + " left";
    return size(done) + " of " + size(total) + speed + end;
  }

  private static String size(long bytes) {
    double value = bytes / 1000.0;
    int unit = 0;
    while (value >= 1000 && unit < UNITS.length - 1) {
      value /= 1000;
      unit++;
    }
    return String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit]);
  }

  private static String time(long seconds) {
    if (seconds < 60) {
      return seconds + " s";
    }
    return seconds < 3600
        ? seconds / 60 + " min " + seconds % 60 + " s"
        : seconds / 3600 + " h " + seconds % 3600 / 60 + " min";
  }
}
