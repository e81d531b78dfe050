package ruchy.cli.editor;

import java.util.ArrayList;
import java.util.List;
import ruchy.runtime.manual.Manual;
import ruchy.runtime.manual.ManualEntry;

/// The names of the library, by where they may stand.
final class LibraryNames {
  private static final String GLOBALS = "globals";

  /// A name of the library and what the manual says of it.
  ///
  /// @param isMember it stands after a dot
  record Name(String text, String owner, boolean isMember, ManualEntry entry) {}

  private final List<Name> names = new ArrayList<>();

  LibraryNames() {
    for (ManualEntry entry : Manual.load()) {
      boolean isMember = entry.heading().startsWith(entry.owner() + ".");
      var name = nameOf(entry, isMember);
      names.add(new Name(name, entry.owner(), isMember, entry));
      for (String alias : entry.aliases()) {
        var text = alias.substring(Math.max(alias.lastIndexOf('.'), alias.lastIndexOf(':')) + 1);
        names.add(new Name(text, entry.owner(), isMember, entry));
      }
    }
  }

  private static String nameOf(ManualEntry entry, boolean isMember) {
    var heading = entry.heading();
    if (isMember) {
      heading = heading.substring(entry.owner().length() + 1);
    } else if (heading.startsWith(entry.owner() + "::")) {
      heading = heading.substring(entry.owner().length() + 2);
    }
    int end = 0;
    while (end < heading.length() && Character.isJavaIdentifierPart(heading.charAt(end))) end++;
    return heading.substring(0, end);
  }

  /// The names that may stand after a dot, after an owner and `::`, or alone.
  List<Name> at(Program.Word place) {
    if (place.isMember()) return names.stream().filter(Name::isMember).toList();
    var owner = place.owner().isEmpty() ? GLOBALS : withoutStd(place.owner());
    return names.stream().filter(name -> !name.isMember && name.owner.equals(owner)).toList();
  }

  /// The members of values of some kinds or types, those of the first one first.
  List<Name> membersOf(List<String> owners) {
    return owners.stream()
        .distinct()
        .flatMap(owner -> names.stream().filter(each -> each.isMember && each.owner.equals(owner)))
        .toList();
  }

  /// What the manual says of a word: one entry for each way to call it.
  List<ManualEntry> entries(Program.Word word) {
    return at(word).stream()
        .filter(name -> name.text.equals(word.text()))
        .map(Name::entry)
        .distinct()
        .toList();
  }

  /// The modules and types that stand before `::`.
  List<String> owners() {
    return names.stream()
        .filter(name -> !name.isMember && !name.owner.equals(GLOBALS))
        .map(name -> name.owner.split("::", -1)[0])
        .distinct()
        .sorted()
        .toList();
  }

  private static String withoutStd(String owner) {
    return owner.startsWith("std::") ? owner.substring("std::".length()) : owner;
  }
}
