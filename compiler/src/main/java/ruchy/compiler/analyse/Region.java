package ruchy.compiler.analyse;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.infer.Code;
import ruchy.compiler.infer.Version;

/// Values that may be the same value, as far as is known. Whatever may flow from one place to
/// another makes their regions one (an analysis by unification, after Steensgaard), so what is
/// reached under one name is known under all others.
///
/// A region has parts, which are regions: elements, fields, what a call of it takes and yields. A
/// part exists once somebody asks for it. All values in it that can be told apart by a constant key
/// only as long as nobody uses a computed one; then the fields become elements.
final class Region {
  private static final String ELEMENTS = "[]";
  private static final String PAYLOAD = "Some";
  private static final String RECEIVER = "receiver";
  private static final String SEEN_RECEIVER = "seen";
  private static final String RESULT = ")";

  /// The kind of what is called somewhere, by the program or the library.
  static final String CALLED = "called";

  /// The kind of functions and methods of the library that are taken as values.
  static final String LIBRARY_FUNCTION = "library function";

  private @Nullable Region parent;
  private Map<String, Region> parts = Map.of();
  private Set<Code> closures = Set.of();
  private Set<Version> bound = Set.of();
  private Set<Object> kinds = Set.of();
  private List<Pending> pending = List.of();
  private boolean hasOnlyElements;
  private boolean hasOneArgument;

  /// How others came to reach it; null while only one task does.
  private @Nullable Origin shared;

  /// Where it is changed while others may reach it.
  private @Nullable Origin changed;

  /// Whether other code than the top level and `main` changes it.
  private boolean isChangedInFunctions;

  /// Whether it, or something within it, is both.
  private boolean leadsToChanging;

  /// What is to be done once the region turns out to hold a value of a kind.
  private record Pending(Object kind, Runnable action) {}

  /// The region that stands for this one now.
  Region root() {
    Region root = this;
    while (root.parent != null) {
      root = root.parent;
    }
    Region region = this;
    while (region.parent != null) {
      Region next = region.parent;
      region.parent = root;
      region = next;
    }
    return root;
  }

  /// Makes two regions one, and so their parts of the same name. What that makes known is done by
  /// the given queue.
  static void unify(@Nullable Region first, @Nullable Region second, Deque<Runnable> queue) {
    if (first == null || second == null) {
      return;
    }
    Deque<Region> pairs = new ArrayDeque<>();
    pairs.add(first);
    pairs.add(second);
    while (!pairs.isEmpty()) {
      Region a = pairs.remove().root();
      Region b = pairs.remove().root();
      if (a == b) {
        continue;
      }
      if (a.parts.size() < b.parts.size()) {
        Region other = a;
        a = b;
        b = other;
      }
      b.parent = a;
      a.takeOver(b, pairs, queue);
    }
  }

  private void takeOver(Region other, Deque<Region> pairs, Deque<Runnable> queue) {
    if (other.hasOnlyElements && !hasOnlyElements) {
      mergeFields(pairs);
    }
    if (other.hasOneArgument && !hasOneArgument) {
      mergeArgumentsInto(pairs);
    }
    for (Map.Entry<String, Region> part : other.parts.entrySet()) {
      String name = nameOfPart(part.getKey());
      Region mine = parts.get(name);
      if (mine == null) {
        put(name, part.getValue());
      } else {
        pairs.add(mine);
        pairs.add(part.getValue());
      }
    }
    other.parts = Map.of();
    if (!other.closures.isEmpty()) {
      if (closures.isEmpty()) {
        closures = new LinkedHashSet<>();
      }
      closures.addAll(other.closures);
    }
    other.closures = Set.of();
    for (Version version : other.bound) {
      addBound(version);
    }
    other.bound = Set.of();
    List<Pending> waiting = other.pending;
    Set<Object> newKinds = other.kinds;
    other.pending = List.of();
    other.kinds = Set.of();
    for (Object kind : newKinds) {
      add(kind, queue);
    }
    for (Pending one : waiting) {
      when(one.kind, one.action, queue);
    }
  }

  private void put(String name, Region part) {
    if (parts.isEmpty()) {
      parts = new HashMap<>(4);
    }
    parts.put(name, part);
  }

  private String nameOfPart(String name) {
    return hasOnlyElements && name.charAt(0) == '.'
        ? ELEMENTS
        : hasOneArgument && name.charAt(0) == '(' ? "(0" : name;
  }

  private Region part(String name) {
    Region root = root();
    String actual = root.nameOfPart(name);
    Region part = root.parts.get(actual);
    if (part == null) {
      part = new Region();
      root.put(actual, part);
    }
    return part;
  }

  /// The elements of a list, set or map, and what a library object hands on: a task its result, a
  /// channel what is sent.
  Region elements() {
    return part(ELEMENTS);
  }

  /// What `Some`, `Ok` and `Err` hold.
  Region payload() {
    return part(PAYLOAD);
  }

  Region field(String name) {
    return part("." + name);
  }

  /// The parameter of a call, counted from 0.
  Region parameter(int index) {
    return part("(" + index);
  }

  /// What a call yields.
  Region result() {
    return part(RESULT);
  }

  /// The receiver that a method taken as a value brings along.
  Region receiver() {
    return part(RECEIVER);
  }

  /// That receiver, if some method of the library is among the values.
  @Nullable Region receiverIfAny() {
    return root().parts.get(RECEIVER);
  }

  /// The receiver of a method of the library taken as a value, which only looks at it.
  Region seenReceiver() {
    return part(SEEN_RECEIVER);
  }

  /// That receiver, if some such method is among the values.
  @Nullable Region seenReceiverIfAny() {
    return root().parts.get(SEEN_RECEIVER);
  }

  /// What a task may raise where it is awaited.
  Region error() {
    return part("error");
  }

  /// The library objects of a type that a receiver hands to its call-backs. Who reaches the
  /// receiver does not reach them.
  Region handed(String type) {
    return part("::" + type);
  }

  /// The elements, of which the fields are some from now on.
  Region allElements(Deque<Runnable> queue) {
    Region root = root();
    if (!root.hasOnlyElements) {
      Deque<Region> pairs = new ArrayDeque<>();
      root.mergeFields(pairs);
      while (!pairs.isEmpty()) {
        unify(pairs.remove(), pairs.remove(), queue);
      }
    }
    return elements();
  }

  private void mergeFields(Deque<Region> pairs) {
    hasOnlyElements = true;
    merge('.', ELEMENTS, pairs);
  }

  /// From now on all arguments of calls are one region: some function takes any number of them.
  void mergeArguments(Deque<Runnable> queue) {
    Region root = root();
    if (!root.hasOneArgument) {
      Deque<Region> pairs = new ArrayDeque<>();
      root.mergeArgumentsInto(pairs);
      while (!pairs.isEmpty()) {
        unify(pairs.remove(), pairs.remove(), queue);
      }
    }
  }

  private void mergeArgumentsInto(Deque<Region> pairs) {
    hasOneArgument = true;
    merge('(', "(0", pairs);
  }

  private void merge(char first, String into, Deque<Region> pairs) {
    List<String> names = new ArrayList<>();
    for (String name : parts.keySet()) {
      if (name.charAt(0) == first && !name.equals(into)) {
        names.add(name);
      }
    }
    for (String name : names) {
      Region part = parts.remove(name);
      Region known = parts.get(into);
      if (part == null) {
        continue;
      }
      if (known == null) {
        put(into, part);
      } else {
        pairs.add(known);
        pairs.add(part);
      }
    }
  }

  /// Functions of the program among the values.
  Set<Code> closures() {
    return root().closures;
  }

  /// False when it was known already.
  boolean addClosure(Code code) {
    Region root = root();
    if (root.closures.isEmpty()) {
      root.closures = new LinkedHashSet<>();
    }
    return root.closures.add(code);
  }

  /// Methods of the program among the values that are taken with their receivers.
  Set<Version> bound() {
    return root().bound;
  }

  void addBound(Version method) {
    Region root = root();
    if (root.bound.isEmpty()) {
      root.bound = new LinkedHashSet<>();
    }
    root.bound.add(method);
  }

  /// Some value is of the kind: a type of the program, or the name of one of the library.
  void add(Object kind, Deque<Runnable> queue) {
    Region root = root();
    if (root.kinds.isEmpty()) {
      root.kinds = new LinkedHashSet<>();
    }
    if (!root.kinds.add(kind)) {
      return;
    }
    List<Pending> rest = new ArrayList<>();
    for (Pending one : root.pending) {
      if (one.kind.equals(kind)) {
        queue.add(one.action);
      } else {
        rest.add(one);
      }
    }
    root.pending = rest;
  }

  /// Has the action done once some value is of the kind.
  void when(Object kind, Runnable action, Deque<Runnable> queue) {
    Region root = root();
    if (root.kinds.contains(kind)) {
      queue.add(action);
      return;
    }
    if (root.pending.isEmpty()) {
      root.pending = new ArrayList<>();
    }
    root.pending.add(new Pending(kind, action));
  }

  /// What somebody who has a value of this region can reach from it, calls apart.
  void reachable(BiConsumer<String, Region> each) {
    for (Map.Entry<String, Region> part : root().parts.entrySet()) {
      char first = part.getKey().charAt(0);
      if (first != '(' && first != ')' && first != ':') {
        each.accept(part.getKey(), part.getValue().root());
      }
    }
  }

  /// This region and all that can be reached from it, calls apart.
  Set<Region> within() {
    Set<Region> all = new LinkedHashSet<>();
    all.add(root());
    Deque<Region> queue = new ArrayDeque<>(all);
    while (!queue.isEmpty()) {
      queue
          .remove()
          .reachable(
              (_, part) -> {
                if (all.add(part)) queue.add(part);
              });
    }
    return all;
  }

  @Nullable Origin shared() {
    return root().shared;
  }

  /// False when others were known to reach it.
  boolean share(Origin origin) {
    Region root = root();
    if (root.shared != null) {
      return false;
    }
    root.shared = origin;
    return true;
  }

  @Nullable Origin changed() {
    return root().changed;
  }

  void change(Origin origin, boolean isInFunction) {
    Region root = root();
    root.isChangedInFunctions |= isInFunction;
    if (root.changed == null || origin.isBefore(root.changed)) {
      root.changed = origin;
    }
  }

  boolean isChangedInFunctions() {
    return root().isChangedInFunctions;
  }

  /// Whether several tasks reach it while some code changes it.
  boolean isChangingState() {
    Region root = root();
    return root.shared != null && root.changed != null;
  }

  boolean leadsToChanging() {
    return root().leadsToChanging;
  }

  /// False when that was known.
  boolean markLeading() {
    Region root = root();
    boolean isNew = !root.leadsToChanging;
    root.leadsToChanging = true;
    return isNew;
  }
}
