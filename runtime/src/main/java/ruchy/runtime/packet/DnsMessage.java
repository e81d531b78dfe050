package ruchy.runtime.packet;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.value.HashMapValue;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.MapValue;

/// A message of RFC 1035, read as far as it makes sense.
final class DnsMessage {
  private static final int HEADER = 12;

  /// What a message may say it has of each kind; more is cut off.
  private static final int MOST_RECORDS = 256;

  private static final String[] CODES = {
    "NOERROR", "FORMERR", "SERVFAIL", "NXDOMAIN", "NOTIMP", "REFUSED"
  };

  private final Octets all;

  /// Where the next record is.
  private int place = HEADER;

  private DnsMessage(Octets all) {
    this.all = all;
  }

  /// Whether messages go to and from this port: DNS, multicast DNS, LLMNR.
  static boolean isPort(int port) {
    return port == 53 || port == 5353 || port == 5355;
  }

  /// Null for what has not even a header.
  static @Nullable MapValue read(Octets all) {
    return all.has(HEADER) ? new DnsMessage(all).message() : null;
  }

  private MapValue message() {
    int flags = all.u16(2);
    int code = flags & 0x0F;
    var questions = ListValue.empty();
    for (int left = Math.min(all.u16(4), MOST_RECORDS); left > 0; left--) {
      MapValue question = question();
      if (question == null) {
        break;
      }
      questions.add(question);
    }
    var answers = records(all.u16(6), questions.size() == all.u16(4));
    return HashMapValue.of(
        "id",
        (long) all.u16(0),
        "is_response",
        (flags & 0x8000) != 0,
        "code",
        code < CODES.length ? CODES[code] : "CODE-" + code,
        "questions",
        questions,
        "answers",
        answers);
  }

  private @Nullable MapValue question() {
    DnsName name = DnsName.at(all, place);
    if (name == null || !all.has(name.end() + 4)) {
      return null;
    }
    place = name.end() + 4;
    return HashMapValue.of("name", name.text(), "type", type(all.u16(name.end())));
  }

  /// @param isKnown whether the place where they begin is known
  private ListValue records(int count, boolean isKnown) {
    var records = ListValue.empty();
    for (int left = Math.min(count, MOST_RECORDS); left > 0 && isKnown; left--) {
      DnsName name = DnsName.at(all, place);
      if (name == null || !all.has(name.end() + 10)) {
        break;
      }
      int start = name.end() + 10;
      int length = all.u16(name.end() + 8);
      if (!all.has(start + length)) {
        break;
      }
      int type = all.u16(name.end());
      records.add(
          HashMapValue.of(
              "name",
              name.text(),
              "type",
              type(type),
              "ttl",
              all.u32(name.end() + 4),
              "data",
              data(type, start, length)));
      place = start + length;
    }
    return records;
  }

  /// The data of a record as people write it; as hexadecimal digits when it has another form.
  private String data(int type, int start, int length) {
    Octets data = all.part(start, length);
    return switch (type) {
      case 1, 28 -> Addresses.ip(data);
      case 2, 5, 12, 39 -> name(start, data);
      case 15 -> length < 3 ? data.hex() : data.u16(0) + " " + name(start + 2, data);
      case 16 -> texts(data);
      case 33 ->
          length < 7
              ? data.hex()
              : data.u16(0) + " " + data.u16(2) + " " + data.u16(4) + " " + name(start + 6, data);
      default -> data.hex();
    };
  }

  private String name(int start, Octets data) {
    DnsName name = DnsName.at(all, start);
    return name == null ? data.hex() : name.text();
  }

  private static String texts(Octets data) {
    var text = new StringBuilder();
    for (int i = 0; data.has(i + 1); i += 1 + data.u8(i)) {
      text.append(data.part(i + 1, data.u8(i)).text());
    }
    return text.toString();
  }

  private static String type(int number) {
    return switch (number) {
      case 1 -> "A";
      case 2 -> "NS";
      case 5 -> "CNAME";
      case 6 -> "SOA";
      case 12 -> "PTR";
      case 15 -> "MX";
      case 16 -> "TXT";
      case 28 -> "AAAA";
      case 33 -> "SRV";
      case 39 -> "DNAME";
      case 41 -> "OPT";
      case 43 -> "DS";
      case 46 -> "RRSIG";
      case 48 -> "DNSKEY";
      case 64 -> "SVCB";
      case 65 -> "HTTPS";
      case 255 -> "ANY";
      case 257 -> "CAA";
      default -> "TYPE" + number;
    };
  }
}
