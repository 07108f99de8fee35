package io.spillway.wire.document;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

import io.spillway.model.resource.Admission;
import io.spillway.model.resource.Canary;
import io.spillway.model.resource.Fault;
import io.spillway.model.resource.HeaderEdits;
import io.spillway.model.resource.Mirror;
import io.spillway.model.resource.PathChange;
import io.spillway.model.resource.PathMatch;
import io.spillway.model.resource.Redirect;
import io.spillway.model.resource.Rewrite;
import io.spillway.model.resource.RouteMatch;
import io.spillway.model.resource.RouteSpec;
import io.spillway.model.resource.Sticky;
import io.spillway.model.resource.Treatment;
import io.spillway.model.resource.ValueMatch;
import io.spillway.model.resource.WeightedGroup;
import org.jspecify.annotations.Nullable;

/** Makes up Routes with everything that a Route may have, the same ones for the same seed. */
final class GeneratedRoutes {

    private static final String ODD = "aZ09 _-:#'\"\\/{}[],&*!|>%@`~\t\n\u00e9\u4e2d.=?+";

    private final RandomGenerator random;

    GeneratedRoutes(RandomGenerator random) {
        this.random = random;
    }

    RouteSpec next(@Nullable Admission admission) {
        List<String> hosts = some(() -> (random.nextInt(4) == 0 ? "*." : "") + name() + ".example").stream().distinct()
                .toList();
        List<RouteMatch> matches = some(this::match);
        if (random.nextInt(4) == 0) {
            return new RouteSpec(hosts, matches, List.of(), null, null, redirect(), admission, Treatment.NONE);
        }
        return new RouteSpec(hosts, matches, some(this::group), maybe(this::duration), maybe(this::rewrite), null,
                admission, random.nextInt(4) == 0 ? Treatment.NONE : treatment());
    }

    private Redirect redirect() {
        return new Redirect(maybe(() -> "https"), "h.example", maybe(() -> 1 + random.nextInt(65_535)),
                maybe(() -> random.nextBoolean() ? new PathChange.Full(path()) : new PathChange.Prefix(path())),
                List.of(301, 302, 303, 307, 308).get(random.nextInt(5)), random.nextBoolean());
    }

    private WeightedGroup group() {
        return new WeightedGroup(name(), name(), 1 + random.nextInt(10_000), maybe(
                () -> random.nextBoolean()
                        ? new Canary(some(this::value), List.of())
                        : new Canary(List.of(), some(this::value))),
                random.nextBoolean() ? Map.of() : Map.of("version", name(), "size", name()));
    }

    private Rewrite rewrite() {
        return switch (random.nextInt(4)) {
            case 0 -> new Rewrite(new PathChange.Prefix(path()), maybe(() -> "r.example"));
            case 1 -> new Rewrite(new PathChange.Full(path()), maybe(() -> "r.example"));
            case 2 -> new Rewrite(new PathChange.Template(path() + "/{id}-{rest}"), maybe(() -> "r.example"));
            default -> new Rewrite(null, "r.example");
        };
    }

    private RouteMatch match() {
        PathMatch path = switch (random.nextInt(4)) {
            case 0 -> new PathMatch.Exact(path());
            case 1 -> new PathMatch.Prefix(path());
            case 2 -> new PathMatch.Template(path() + "/{id}/{rest=**}");
            default -> new PathMatch.Template(path() + "/{id}/**");
        };
        return new RouteMatch(path, maybe(() -> "POST"), list(this::value), list(this::value),
                list(() -> query(value())));
    }

    /** A query parameter may be inverted only when it is about presence. */
    private static ValueMatch query(ValueMatch made) {
        return new ValueMatch(made.name(), made.operator(), made.value(),
                made.invert() && made.operator() == ValueMatch.Operator.PRESENT);
    }

    private ValueMatch value() {
        List<ValueMatch.Operator> operators = List.of(ValueMatch.Operator.values());
        ValueMatch.Operator operator = operators.get(random.nextInt(operators.size()));
        return new ValueMatch("x-" + name(), operator, operator == ValueMatch.Operator.PRESENT ? "" : "v" + text(),
                random.nextBoolean());
    }

    private Treatment treatment() {
        return new Treatment(maybe(this::sticky), maybe(this::duration), edits(), edits(),
                maybe(() -> new Mirror(name(), name(), percent())), maybe(this::fault));
    }

    private Sticky sticky() {
        return switch (random.nextInt(4)) {
            case 0 -> new Sticky.Header(name());
            case 1 -> new Sticky.Cookie("C" + name(), maybe(this::duration));
            case 2 -> new Sticky.Query("Q" + name());
            default -> new Sticky.ClientAddress();
        };
    }

    private HeaderEdits edits() {
        return new HeaderEdits(list(this::line), list(this::line), list(() -> "R-" + name()));
    }

    private HeaderEdits.Line line() {
        return new HeaderEdits.Line("X-" + name(), random.nextInt(5) == 0 ? "" : "50%, \"a\";\tb=" + name());
    }

    private Fault fault() {
        boolean ttl = random.nextBoolean();
        return new Fault(new Fault.Delay(duration(), percent()),
                maybe(() -> new Fault.Abort(400 + random.nextInt(200), percent())), ttl ? duration() : null,
                ttl ? null : Instant.ofEpochMilli(random.nextLong(4_000_000_000_000L)));
    }

    private double percent() {
        return random.nextBoolean() ? 1 + random.nextInt(100) : (1 + random.nextInt(999_999)) / 10_000.0;
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(8); i > 0; i--) {
            text.append(ODD.charAt(random.nextInt(ODD.length())));
        }
        return text.toString();
    }

    private String name() {
        return "n" + random.nextInt(50) + (random.nextBoolean() ? "-x" : ".y");
    }

    private String path() {
        return "/p" + random.nextInt(9) + (random.nextBoolean() ? "/q" : "");
    }

    private Duration duration() {
        return Duration.ofMillis(1 + random.nextInt(10_000_000));
    }

    private <T> @Nullable T maybe(Supplier<T> supplier) {
        return random.nextBoolean() ? supplier.get() : null;
    }

    private <T> List<T> list(Supplier<T> supplier) {
        return random.nextBoolean() ? List.of() : some(supplier);
    }

    private <T> List<T> some(Supplier<T> supplier) {
        List<T> items = new ArrayList<>();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            items.add(supplier.get());
        }
        return items;
    }
}
