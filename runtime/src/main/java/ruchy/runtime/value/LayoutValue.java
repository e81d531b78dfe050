package ruchy.runtime.value;

import org.jspecify.annotations.Nullable;

/// An object whose first keys are known when compiling: the base of the classes that the compiler
/// writes, one for each layout of an object literal. The keys of the layout are fields of the
/// class, in the order of the literal; keys that are added later follow in a map.
///
/// Keys of the layout are always present. The compiler never writes such a class for objects whose
/// keys may be removed; if it happens all the same, that is an error of the compiler.
public abstract class LayoutValue extends MapValue {
  private @Nullable HashMapValue added;

  /// The keys of the layout in order. Never changed, the same array for every object of the class.
  public abstract String[] layout();

  /// The slot of a key of the layout, or -1.
  public abstract int slotOf(String name);

  /// The value in a slot, 0 to `layout().length - 1`.
  public abstract @Nullable Object slot(int slot);

  /// Replaces the value in a slot.
  public abstract void setSlot(int slot, @Nullable Object value);

  /// A new object of the same class, with the fields' initial values.
  public abstract LayoutValue fresh();

  @Override
  public @Nullable Object get(@Nullable Object key) {
    if (key instanceof String name) {
      int slot = slotOf(name);
      if (slot >= 0) {
        return slot(slot);
      }
    }
    return added == null ? null : added.get(key);
  }

  @Override
  public boolean has(@Nullable Object key) {
    if (key instanceof String name && slotOf(name) >= 0) {
      return true;
    }
    return added != null && added.has(key);
  }

  @Override
  public void put(@Nullable Object key, @Nullable Object value) {
    if (key instanceof String name) {
      int slot = slotOf(name);
      if (slot >= 0) {
        setSlot(slot, value);
        return;
      }
    }
    if (added == null) {
      added = new HashMapValue();
    }
    added.put(key, value);
  }

  /// What a slot holds that may be appended to in place: its value, or a `GrowingText`.
  protected @Nullable Object heldSlot(int slot) {
    return slot(slot);
  }

  /// Replaces what a slot holds by a value or a `GrowingText`.
  protected void holdSlot(int slot, @Nullable Object held) {
    setSlot(slot, GrowingText.value(held));
  }

  @Override
  public @Nullable Object held(@Nullable Object key) {
    int slot = key instanceof String name ? slotOf(name) : -1;
    if (slot >= 0) {
      return heldSlot(slot);
    }
    return added == null ? null : added.held(key);
  }

  @Override
  public @Nullable Object seen(@Nullable Object key) {
    int slot = key instanceof String name ? slotOf(name) : -1;
    if (slot >= 0) {
      return heldSlot(slot);
    }
    return added == null ? null : added.seen(key);
  }

  @Override
  public void hold(@Nullable Object key, @Nullable Object held) {
    int slot = key instanceof String name ? slotOf(name) : -1;
    if (slot >= 0) {
      holdSlot(slot, held);
    } else if (added == null) {
      put(key, GrowingText.value(held));
    } else {
      added.hold(key, held);
    }
  }

  @Override
  public @Nullable Object remove(@Nullable Object key) {
    if (key instanceof String name && slotOf(name) >= 0) {
      throw new IllegalStateException("the key " + name + " of a layout is never removed");
    }
    return added == null ? null : added.remove(key);
  }

  @Override
  public void clear() {
    if (layout().length > 0) {
      throw new IllegalStateException("the keys of a layout are never removed");
    }
    added = null;
  }

  @Override
  public int size() {
    return layout().length + (added == null ? 0 : added.size());
  }

  @Override
  public int positions() {
    return layout().length + (added == null ? 0 : added.positions());
  }

  @Override
  public @Nullable Object keyAt(int position) {
    String[] layout = layout();
    if (position < layout.length) {
      return layout[position];
    }
    return added == null ? null : added.keyAt(position - layout.length);
  }

  @Override
  public @Nullable Object valueAt(int position) {
    int slots = layout().length;
    if (position < slots) {
      return slot(position);
    }
    return added == null ? null : added.valueAt(position - slots);
  }

  @Override
  public LayoutValue copy() {
    LayoutValue copy = fresh();
    for (int i = 0, slots = layout().length; i < slots; i++) {
      copy.setSlot(i, slot(i));
    }
    LayoutValue target = copy;
    target.added = added == null ? null : added.copy();
    return copy;
  }

  @Override
  public MapValue snapshot() {
    return copy();
  }
}
