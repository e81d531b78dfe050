package ruchy.compiler.type;

import static ruchy.compiler.type.Type.Basic.ANY;
import static ruchy.compiler.type.Type.Basic.FUNCTION;
import static ruchy.compiler.type.Type.Basic.NEVER;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.program.UserType;

/// How types join, and what follows from it: cells unify, cells grow, and what is given up to `ANY`
/// gives up all that it reaches. Tells the readers of every cell that has grown.
public final class Lattice {
  private static final int GREATEST_UNION = 4;
  private static final int GREATEST_DEPTH = 3;

  /// Who has to know what follows from a join.
  public interface Listener {
    /// The cell that the reader has read has grown.
    void grown(Cell.Reader reader);

    /// Unknown code may call it, with anything.
    void escaped(Callable callable);

    /// Unknown code may write its fields and call its methods.
    void escaped(UserType type);
  }

  private final Listener listener;

  public Lattice(Listener listener) {
    this.listener = listener;
  }

  /// Adds the values of a type to a place.
  public void flow(Type type, Cell into) {
    Cell cell = into.root();
    Type before = cell.type();
    if (before.equals(type) || type == NEVER) {
      return;
    }
    if (type == ANY) {
      giveUp(cell);
      return;
    }
    Type joined = join(before, type);
    cell = into.root();
    if (!joined.equals(cell.type())) {
      cell.setType(joined);
      List.copyOf(cell.readers()).forEach(listener::grown);
    }
  }

  /// Makes two places one. Tells the readers of a place only when it has grown for them: a place
  /// that is made anew each time its code is looked at must not be news to all others.
  public void unify(Cell left, Cell right) {
    Cell a = left.root();
    Cell b = right.root();
    if (a == b) {
      return;
    }
    Type typeOfA = a.type();
    Type typeOfB = b.type();
    Set<Cell.Reader> readersOfA = new LinkedHashSet<>(a.readers());
    Set<Cell.Reader> readersOfB = new LinkedHashSet<>(b.readers());
    b.becomePartOf(a);
    Type joined = join(typeOfA, typeOfB);
    Type both = a.root().type();
    if (!joined.equals(both)) {
      a.root().setType(both.equals(typeOfA) ? joined : join(both, joined));
    }
    Type type = a.type();
    if (!type.equals(typeOfA)) {
      readersOfA.forEach(listener::grown);
    }
    if (!type.equals(typeOfB)) {
      readersOfB.forEach(listener::grown);
    }
  }

  /// The least type that has the values of both.
  public Type join(Type left, Type right) {
    if (left.equals(right) || right == NEVER) {
      return left;
    }
    if (left == NEVER) {
      return right;
    }
    if (left == ANY || right == ANY) {
      giveUp(left);
      giveUp(right);
      return ANY;
    }
    List<Type> members = new ArrayList<>(left.alternatives());
    for (Type type : right.alternatives()) {
      add(members, type);
    }
    if (members.contains(ANY) || members.size() > GREATEST_UNION) {
      members.forEach(this::giveUp);
      return ANY;
    }
    return members.size() == 1 ? members.getFirst() : new Type.Union(List.copyOf(members));
  }

  private void add(List<Type> members, Type type) {
    for (int i = 0; i < members.size(); i++) {
      Type merged = mergeAlike(members.get(i), type);
      if (merged != null) {
        members.set(i, merged);
        return;
      }
    }
    members.add(type);
  }

  /// The join of two types of one constructor; null if they stay apart in a union.
  private @Nullable Type mergeAlike(Type left, Type right) {
    if (left.equals(right)) {
      return left;
    }
    return switch (left) {
      case Type.ListType a when right instanceof Type.ListType b -> {
        unify(a.element(), b.element());
        yield left;
      }
      case Type.SetType a when right instanceof Type.SetType b -> {
        unify(a.element(), b.element());
        yield left;
      }
      case Type.MapType a when right instanceof Type.MapType b -> {
        unify(a.key(), b.key());
        unify(a.value(), b.value());
        yield left;
      }
      case Type.TupleType a when right instanceof Type.TupleType b -> {
        if (a.elements().size() != b.elements().size()) {
          yield null;
        }
        List<Type> elements = new ArrayList<>();
        for (int i = 0; i < a.elements().size(); i++) {
          elements.add(join(a.elements().get(i), b.elements().get(i)));
        }
        yield tuple(elements);
      }
      case Type.CallableType a when right instanceof Type.CallableType b -> {
        Set<Callable> callables = new LinkedHashSet<>(a.callables());
        callables.addAll(b.callables());
        if (callables.size() > GREATEST_UNION) {
          callables.forEach(listener::escaped);
          yield FUNCTION;
        }
        yield new Type.CallableType(callables);
      }
      case Type.CallableType a when right == FUNCTION -> {
        giveUp(a);
        yield FUNCTION;
      }
      case Type.Basic basic when basic == FUNCTION && right instanceof Type.CallableType -> {
        giveUp(right);
        yield FUNCTION;
      }
      default -> null;
    };
  }

  /// A tuple type; deep nesting is cut to `ANY`, since a loop could nest without end.
  public Type tuple(List<Type> elements) {
    List<Type> cut = new ArrayList<>();
    for (Type element : elements) {
      if (depth(element) >= GREATEST_DEPTH) {
        giveUp(element);
        cut.add(ANY);
      } else {
        cut.add(element);
      }
    }
    return new Type.TupleType(List.copyOf(cut));
  }

  private static int depth(Type type) {
    int deepest = 0;
    for (Type alternative : type.alternatives()) {
      if (alternative instanceof Type.TupleType tuple) {
        for (Type element : tuple.elements()) {
          deepest = Math.max(deepest, 1 + depth(element));
        }
      }
    }
    return deepest;
  }

  /// Unknown code has the value: it may put anything into it, and call it with anything.
  public void giveUp(Type type) {
    switch (type) {
      case Type.Basic ignored -> {}
      case Type.ListType list -> giveUp(list.element());
      case Type.SetType set -> giveUp(set.element());
      case Type.MapType map -> {
        giveUp(map.key());
        giveUp(map.value());
      }
      case Type.ObjectType object -> {
        if (!object.layout().isEscaped()) {
          object.layout().markEscaped();
          giveUp(object.layout().key());
          giveUp(object.layout().further());
          object.layout().fields().forEach(this::giveUp);
        }
      }
      case Type.TupleType tuple -> tuple.elements().forEach(this::giveUp);
      case Type.CallableType callable -> callable.callables().forEach(listener::escaped);
      case Type.InstanceType instance -> listener.escaped(instance.type());
      case Type.LibraryType ignored -> {}
      case Type.Union union -> union.members().forEach(this::giveUp);
    }
  }

  /// The place counts as `ANY` before what it holds is given up, because that may contain the
  /// place.
  private void giveUp(Cell cell) {
    Type before = cell.type();
    if (before != ANY) {
      cell.setType(ANY);
      List.copyOf(cell.readers()).forEach(listener::grown);
      giveUp(before);
    }
  }
}
