package ruchy.runtime.value;

import org.jspecify.annotations.Nullable;

/// A library object to which programs may add members (L 19.1 (2)), from any task. Absent members
/// read as nil.
public abstract class OpenObject implements LibraryObject {
  private volatile @Nullable MapValue added;

  @Override
  public final @Nullable Object addedMember(String name) {
    if (added == null) {
      return null;
    }
    synchronized (this) {
      MapValue members = added;
      return members == null ? null : members.get(name);
    }
  }

  @Override
  public final synchronized boolean addMember(String name, @Nullable Object value) {
    MapValue members = added;
    if (members == null) {
      members = new HashMapValue();
      added = members;
    }
    members.put(name, value);
    return true;
  }

  @Override
  public final boolean isOpen() {
    return true;
  }
}
