package ruchy.runtime.value;

import org.jspecify.annotations.Nullable;

/// `{1, 2}`: different values by `==`, in insertion order or that of the elements (`BTreeSet`),
/// shared by all who hold it (L 6.1). An element that changes after it was added is no longer
/// found.
public final class SetValue {
  /// Stands for nil in the table, where null is a hole.
  static final Object NIL = new Object();

  private final EntryTable table;
  private final boolean isOrdered;

  private SetValue(EntryTable table, boolean isOrdered) {
    this.table = table;
    this.isOrdered = isOrdered;
  }

  public SetValue() {
    this(new EntryTable(false), false);
  }

  /// A new empty set whose elements are always in their own order: `BTreeSet::new()`.
  public static SetValue ordered() {
    return new SetValue(EntryTable.ordered(false), true);
  }

  /// A new empty set of the same order.
  public SetValue emptied() {
    return isOrdered ? ordered() : new SetValue();
  }

  /// The set of these values.
  public static SetValue of(@Nullable Object... elements) {
    SetValue set = new SetValue();
    for (Object element : elements) {
      set.add(element);
    }
    return set;
  }

  /// The set of the list's elements.
  public static SetValue of(ListValue elements) {
    SetValue set = new SetValue();
    set.addAll(elements);
    return set;
  }

  /// The set of the list's elements, in their own order.
  public static SetValue orderedOf(ListValue elements) {
    SetValue set = ordered();
    set.addAll(elements);
    return set;
  }

  private void addAll(ListValue elements) {
    for (int i = 0; i < elements.size(); i++) {
      add(elements.at(i));
    }
  }

  public int size() {
    return table.size();
  }

  public boolean isEmpty() {
    return table.size() == 0;
  }

  public boolean contains(@Nullable Object element) {
    return table.find(element == null ? NIL : element) >= 0;
  }

  /// Adds; true when it was not there.
  public boolean add(@Nullable Object element) {
    return table.put(element == null ? NIL : element, null);
  }

  /// Removes; true when it was there.
  public boolean remove(@Nullable Object element) {
    int position = table.find(element == null ? NIL : element);
    if (position < 0) {
      return false;
    }
    table.remove(position);
    return true;
  }

  public void clear() {
    table.clear();
  }

  /// The first or last element in the order of the set; null both for nil and for an empty set.
  public @Nullable Object end(boolean isLast) {
    Object element = isEmpty() ? null : table.end(isLast);
    return element == NIL ? null : element;
  }

  /// The number of positions, holes included.
  public int positions() {
    return isOrdered ? table.ordered() : table.positions();
  }

  /// Whether there is an element at that position.
  public boolean isAt(int position) {
    return stored(position) != null;
  }

  /// The element at that position.
  public @Nullable Object at(int position) {
    Object element = stored(position);
    return element == NIL ? null : element;
  }

  private @Nullable Object stored(int position) {
    return table.keyAt(isOrdered ? table.ordered(position) : position);
  }

  /// A new list of the elements in the order of the set.
  public ListValue toList() {
    @Nullable Object[] elements = new @Nullable Object[size()];
    int count = 0;
    for (int i = 0, end = positions(); i < end; i++) {
      if (isAt(i)) {
        elements[count++] = at(i);
      }
    }
    return ListValue.of(elements);
  }

  /// A new set of the same elements.
  public SetValue copy() {
    return new SetValue(table.copy(), isOrdered);
  }

  /// A set of the same elements that later changes do not touch, and that nobody may change (L
  /// 10.2).
  public SetValue snapshot() {
    return new SetValue(table.snapshot(), isOrdered);
  }

  Cursor cursor() {
    return new SetCursor(snapshot());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return Equality.equal(this, other);
  }

  @Override
  public int hashCode() {
    return Equality.hash(this);
  }

  @Override
  public String toString() {
    return Display.debug(this);
  }

  private static final class SetCursor extends Cursor {
    private final SetValue set;
    private int position = -1;

    SetCursor(SetValue set) {
      this.set = set;
    }

    @Override
    public boolean advance() {
      while (++position < set.positions()) {
        if (set.isAt(position)) {
          return true;
        }
      }
      return false;
    }

    @Override
    public @Nullable Object value() {
      return set.at(position);
    }
  }
}
