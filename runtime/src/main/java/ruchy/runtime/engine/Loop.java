package ruchy.runtime.engine;

import io.netty.channel.EventLoop;
import io.vertx.core.internal.ContextInternal;

/// One event loop of the engine: what arrives on it is handled on it. All loops run at the same
/// time.
public final class Loop {
  private final ContextInternal context;
  private final EventLoop events;
  private final LoopThreads threads;

  Loop(ContextInternal context) {
    this.context = context;
    this.events = context.nettyEventLoop();
    this.threads = new LoopThreads(events);
  }

  /// Where Vert.x objects of this loop are made and called back.
  public ContextInternal context() {
    return context;
  }

  /// Whether the current thread is the loop's own; false on the virtual threads that it carries.
  public boolean isCurrent() {
    return events.inEventLoop();
  }

  /// Runs the task on the loop after what it is doing now, in the order of the calls.
  public void execute(Runnable task) {
    events.execute(task);
  }

  /// The netty side of this loop, for timers.
  public EventLoop events() {
    return events;
  }

  /// The virtual threads that this loop carries.
  public LoopThreads threads() {
    return threads;
  }
}
