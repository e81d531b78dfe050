package ruchy.runtime.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Engine;
import ruchy.runtime.engine.Loop;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.value.Display;

/// Asks every member of a load balancer from time to time how it is.
final class HealthChecks {
  private final LoadBalancer balancer;
  private final Loop loop = Engine.loops().getFirst();
  private final Rules rules;
  private @Nullable ScheduledFuture<?> timer;

  /// What is asked, how often, and what counts as well.
  ///
  /// @param status the expected one, or 0 for any from 200 to 399
  /// @param rise checks in a row that say a member is well again
  /// @param fall checks in a row that say it is not
  record Rules(
      String path, long intervalMillis, long timeoutMillis, int rise, int fall, int status) {
    /// Reads the option `health`: a path, or a map.
    static Rules of(@Nullable Object value) {
      if (value instanceof String path) {
        return new Rules(checkedPath(path), 10_000, 2_000, 2, 3, 0);
      }
      String path = "/";
      int interval = 10_000;
      int timeout = 2_000;
      int rise = 2;
      int fall = 3;
      int status = 0;
      for (Map.Entry<String, @Nullable Object> each :
          Settings.entries(Settings.map("health", value))) {
        String name = each.getKey();
        Object set = each.getValue();
        switch (name) {
          case "path" -> path = checkedPath(Display.print(set));
          case "interval" -> interval = Settings.number(name, set, 1);
          case "timeout" -> timeout = Settings.number(name, set, 1);
          case "rise" -> rise = Settings.number(name, set, 1);
          case "fall" -> fall = Settings.number(name, set, 1);
          case "status" -> status = Settings.number(name, set, 100);
          default -> throw Failure.argumentError("Unknown option of health: '" + name + "'");
        }
      }
      return new Rules(path, interval, timeout, rise, fall, status);
    }

    private static String checkedPath(String path) {
      String checked = PathRules.checked(path);
      if (checked == null || !path.startsWith("/")) {
        throw Failure.argumentError("Not a path: '" + path + "'");
      }
      return checked;
    }

    boolean isWell(int code) {
      return status == 0 ? code >= 200 && code < 400 : code == status;
    }
  }

  HealthChecks(LoadBalancer balancer, Rules rules) {
    this.balancer = balancer;
    this.rules = rules;
  }

  /// Begins at once. Called once.
  void start() {
    timer =
        loop.events()
            .scheduleAtFixedRate(
                () -> balancer.members().forEach(this::check),
                0,
                rules.intervalMillis(),
                TimeUnit.MILLISECONDS);
  }

  void stop() {
    if (timer != null) {
      timer.cancel(false);
    }
  }

  /// Begins a check of a member that has just come.
  void checkSoon(Member member) {
    loop.execute(() -> check(member));
  }

  private void check(Member member) {
    new Check(member).begin();
  }

  /// One question on a connection of its own.
  private final class Check implements Use {
    private final Member member;
    private @Nullable Upstream upstream;
    private boolean isDone;

    Check(Member member) {
      this.member = member;
    }

    void begin() {
      member.backend.pool(loop).acquireNew(this);
      var _ = loop.events().schedule(this::expired, rules.timeoutMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void connected(Upstream connection) {
      if (isDone) {
        connection.close();
        return;
      }
      upstream = connection;
      connection.begin(this, false);
      ByteBuf head = connection.buffer(256);
      Origin origin = member.backend.origin();
      ByteBufUtil.writeAscii(
          head,
          "GET "
              + origin.basePath()
              + rules.path()
              + " HTTP/1.1\r\nhost: "
              + origin.authority()
              + "\r\nuser-agent: ruchy-health-check\r\nconnection: close\r\n\r\n");
      connection.flush(head);
    }

    @Override
    public void unconnected(Trouble trouble, @Nullable Throwable cause) {
      done(false, trouble.text(cause, balancer.settings()));
    }

    @Override
    public void head(HttpResponse head) {
      if (head.decoderResult().isFailure()) {
        done(false, "the answer is malformed");
      } else if (head.status().code() >= 200) {
        int code = head.status().code();
        done(rules.isWell(code), "it answers " + code);
      }
    }

    @Override
    public void part(HttpContent part) {
      part.release();
      if (part instanceof LastHttpContent && upstream != null && isDone) {
        upstream.close();
      }
    }

    @Override
    public void readComplete() {}

    @Override
    public void backendTakesMore() {}

    @Override
    public void broken(@Nullable Throwable cause) {
      done(false, Trouble.of(cause, false).text(cause, balancer.settings()));
    }

    @Override
    public void expired() {
      done(false, "no answer within " + rules.timeoutMillis() + " ms");
    }

    private void done(boolean isWell, String reason) {
      if (!isDone) {
        isDone = true;
        balancer.checked(member, isWell, reason, rules);
        Upstream connection = upstream;
        if (connection != null) {
          connection.end();
          connection.close();
        }
      }
    }
  }
}
