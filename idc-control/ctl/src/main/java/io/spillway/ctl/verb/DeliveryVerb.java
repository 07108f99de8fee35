package io.spillway.ctl.verb;

import java.time.Duration;
import java.util.Objects;

import io.spillway.ctl.client.JsonView;
import io.spillway.ctl.client.Request;
import io.spillway.ctl.output.Table;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows who has Acked a revision and who has not. */
@Command(name = "delivery", description = "Shows who has Acked a revision and who has not.")
final class DeliveryVerb extends ServerVerb {

    private static final long LOOK_BACK = 50;
    private static final String DELIVERY = "/v1/delivery?after=";

    @Option(names = "--revision", paramLabel = "R", order = 1, description = "This revision (default: the newest that changed anything for a client; with --wait: the newest).")
    @Nullable
    Long revision;

    @Option(names = "--wait", paramLabel = "PERCENT", order = 2, description = "Waits until that share of the connected clients has Acked it; --timeout limits it (default: 30s).")
    @Nullable
    Integer percent;

    DeliveryVerb(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    Duration requestTimeout() {
        return percent == null ? super.requestTimeout() : REQUEST_TIMEOUT;
    }

    @Override
    ExitCode run() throws VerbFailed, InterruptedException {
        if (percent != null && (percent < 0 || percent > 100)) {
            throw new VerbFailed(ExitCode.USAGE, "--wait: " + percent + " (expected: percent, 0..100)");
        }
        if (revision != null && revision < 0) {
            throw new VerbFailed(ExitCode.USAGE, "--revision: " + revision + " (expected: a revision, 0 or more)");
        }
        if (percent == null) {
            JsonView report = report();
            long shown = revision == null ? newest(report) : revision;
            Delivery found = Delivery.of(report, shown);
            show(revision == null ? found : found.known());
            return ExitCode.DONE;
        }
        long awaited = revision == null ? served() : revision;
        Duration limit = Objects.requireNonNullElse(timeout, DeliveryWait.DEFAULT_LIMIT);
        show(new DeliveryWait(this, awaited, percent, limit).await());
        return ExitCode.DONE;
    }

    private long served() throws VerbFailed {
        return ask(Request.get(DELIVERY + Long.MAX_VALUE)).number("revision", 0);
    }

    /** Asks for few pushes first: all that a control node remembers are many. */
    private JsonView report() throws VerbFailed {
        if (revision != null) {
            return ask(Request.get(DELIVERY + Math.max(0, revision - 1)));
        }
        JsonView few = ask(Request.get(DELIVERY + Math.max(0, served() - LOOK_BACK)));
        return few.list("pushes").isEmpty() ? ask(Request.get(DELIVERY + 0)) : few;
    }

    private static long newest(JsonView report) {
        long pushed = report.list("pushes").stream().mapToLong(push -> push.number("revision", 0)).max().orElse(0);
        long counted = report.list("revisions").stream().filter(one -> one.number("clients", 0) > 0)
                .mapToLong(one -> one.number("revision", 0)).max().orElse(0);
        return pushed + counted == 0 ? report.number("revision", 0) : Math.max(pushed, counted);
    }

    private void show(Delivery delivery) {
        if (!forPeople()) {
            print(DeliveryFields.of(delivery));
            return;
        }
        if (!delivery.clients().isEmpty()) {
            Table table = new Table("NODE", "TYPE", "STATE", "ACK-MS", "DETAIL");
            delivery.clients().values().forEach(client -> client.pushes().forEach((type, push) -> table.row(
                    client.node(), type, push.text("state"), DeliveryFields.millis(push), push.text("detail"))));
            print(table);
        }
        print(delivery.summary());
        if (delivery.clients().isEmpty()) {
            delivery.missing().forEach(missing -> print("  missing: " + missing));
        }
    }
}
