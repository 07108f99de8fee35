package io.spillway.ctl.verb;

import java.time.Duration;
import java.util.Objects;

import io.spillway.ctl.client.Request;
import io.spillway.ctl.output.Table;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows who has Acked a revision and who has not, over all live control nodes of the IDC. */
@Command(name = "delivery", description = "Shows who has Acked a revision and who has not, over all live control nodes of the IDC.")
final class DeliveryVerb extends ServerVerb {

    private static final long LOOK_BACK = 50;

    @Option(names = "--revision", paramLabel = "R", order = 1, description = "This revision (default: the newest that changed anything for a client; with --wait: the newest).")
    @Nullable
    Long revision;

    @Option(names = "--wait", paramLabel = "PERCENT", order = 2, description = "Waits until that share of the clients of all live control nodes has Acked it; --timeout limits it (default: 30s).")
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
            Deliveries said = said();
            IdcDelivery found = said.of(revision == null ? said.newest() : revision);
            show(revision == null ? found : found.known());
            return ExitCode.DONE;
        }
        long awaited = revision == null ? asked(Deliveries.after(Long.MAX_VALUE)).served() : revision;
        Duration limit = Objects.requireNonNullElse(timeout, DeliveryWait.DEFAULT_LIMIT);
        show(new DeliveryWait(this, awaited, percent, limit).await());
        return ExitCode.DONE;
    }

    private Deliveries asked(Request request) throws VerbFailed {
        return Deliveries.with(ask(request), this, request);
    }

    /** Asks for few pushes first: all that a control node remembers are many. */
    private Deliveries said() throws VerbFailed {
        if (revision != null) {
            return asked(Deliveries.after(Math.max(0, revision - 1)));
        }
        long served = ask(Deliveries.after(Long.MAX_VALUE)).number("revision", 0);
        Deliveries few = asked(Deliveries.after(Math.max(0, served - LOOK_BACK)));
        return few.withoutPushes() ? asked(Deliveries.after(0)) : few;
    }

    private void show(IdcDelivery delivery) {
        if (!forPeople()) {
            print(DeliveryFields.of(delivery));
            return;
        }
        delivery.uncounted().forEach(this::say);
        if (!delivery.clients().isEmpty()) {
            Table table = new Table("NODE", "TYPE", "STATE", "ACK-MS", "DETAIL");
            delivery.clients().forEach(client -> client.pushes().forEach((type, push) -> table.row(
                    client.node(), type, push.text("state"), DeliveryFields.millis(push), push.text("detail"))));
            print(table);
        }
        print(delivery.summary());
        if (delivery.clients().isEmpty()) {
            delivery.missing().forEach(missing -> print("  missing: " + missing));
        }
    }
}
