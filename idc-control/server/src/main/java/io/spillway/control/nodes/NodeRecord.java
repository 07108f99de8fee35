package io.spillway.control.nodes;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.spillway.model.document.Decoded;
import io.spillway.model.document.Decoder;
import io.spillway.model.document.ScalarType;
import io.spillway.model.document.Tree;
import io.spillway.model.document.Violation;
import io.spillway.wire.document.JsonText;
import io.spillway.wire.document.Trees;
import org.jspecify.annotations.Nullable;

/**
 * What a control node says of itself in the registry, under its lease: a JSON object. Keys that a later version added are
 * not wrong.
 *
 * @param node     its name, as in its key
 * @param since    when it became one of the live nodes, by its own clock
 * @param address  where gateways reach it
 * @param api      where operators reach it, {@code host:port}; empty when it does not say
 * @param progress how far its clients are
 * @param load     what its data planes ask for; null when it does not say
 * @param steps    who of its data planes knows the shifts of switch-overs that move
 * @param figures  what they see; null when it does not say
 */
public record NodeRecord(String node, Instant since, String address, String api, Progress progress,
        @Nullable Load load, List<StepAcks> steps, @Nullable NodeFigures figures) {

    private static final ScalarType<Integer> COUNT = ScalarType.integer(0, Integer.MAX_VALUE);
    private static final ScalarType<Long> REVISION = ScalarType.longInteger(0, Long.MAX_VALUE);

    /**
     * How far the clients of a node are. It is written only while something drains, so it may be old.
     *
     * @param revision every drain committed up to this registry revision is Acked by all clients of the node
     * @param behind   names of clients that keep a drain waiting for long; some of them when they are many
     */
    public record Progress(long revision, List<String> behind) {

        /** Nothing is known. */
        public static final Progress UNKNOWN = new Progress(0, List.of());

        /** Copies the list. */
        public Progress {
            behind = List.copyOf(behind);
        }
    }

    /**
     * What the data planes of a node ask for. It is written when it has changed by something that matters.
     *
     * @param gateways  how many gateways are its clients
     * @param reporters how many gateways report load to it; a gateway need not report where it is a client
     * @param others    how many other data planes are its clients
     * @param telling   how many other data planes report load to it
     * @param demand    requests per second by {@code service/group}, those of an IDC that an operator prefers by
     *                  {@code service/group!idc}
     */
    public record Load(int gateways, int reporters, int others, int telling, SortedMap<String, Long> demand) {

        /** Copies the map. */
        public Load {
            demand = Collections.unmodifiableSortedMap(new TreeMap<>(demand));
        }
    }

    /**
     * Who of a node's data planes knows the shifts of a switch-over.
     *
     * @param switchOver its name
     * @param shifts generation of the shift that they are told, as in "4/idc-a", by path of the scope
     * @param fleet how many were connected when these came, and had to be told
     * @param acked how many of them have Acked
     * @param late some of those that have not
     */
    public record StepAcks(String switchOver, SortedMap<String, String> shifts, int fleet, int acked,
            List<String> late) {

        /** Copies. */
        public StepAcks {
            shifts = Collections.unmodifiableSortedMap(new TreeMap<>(shifts));
            late = List.copyOf(late);
        }
    }

    /** Copies the list. */
    public NodeRecord {
        steps = List.copyOf(steps);
    }

    /** Creates the record of a node whose data planes have no part in a switch-over. */
    public NodeRecord(String node, Instant since, String address, String api, Progress progress,
            @Nullable Load load) {
        this(node, since, address, api, progress, load, List.of(), null);
    }

    /** Creates the record of a node that does not say where operators reach it. */
    public NodeRecord(String node, Instant since, String address, Progress progress, @Nullable Load load) {
        this(node, since, address, "", progress, load);
    }

    /** Creates the record of a node that says nothing of load either. */
    public NodeRecord(String node, Instant since, String address, Progress progress) {
        this(node, since, address, progress, null);
    }

    byte[] encode() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("node", node);
        fields.put("since", since.toString());
        fields.put("address", address);
        fields.put("api", api);
        fields.put("ackedRevision", progress.revision());
        fields.put("behind", progress.behind());
        if (load != null) {
            fields.put("load", Map.of("gateways", load.gateways(), "reporters", load.reporters(), "others",
                    load.others(), "telling", load.telling(), "demand", load.demand()));
        }
        if (figures != null) {
            fields.put("figures", figures.fields());
        }
        if (!steps.isEmpty()) {
            fields.put("steps", steps.stream().map(step -> Map.of("switchOver", step.switchOver(), "shifts",
                    step.shifts(), "fleet", step.fleet(), "acked", step.acked(), "late", step.late())).toList());
        }
        return JsonText.write(Trees.of(fields)).getBytes(StandardCharsets.UTF_8);
    }

    /** Reads the record that stands under the key of {@code node}, or says what is wrong with it. */
    static Decoded<NodeRecord> decode(String node, byte[] value) {
        return switch (JsonText.parse(new String(value, StandardCharsets.UTF_8))) {
            case Decoded.Invalid<Tree>(List<Violation> violations) -> new Decoded.Invalid<>(violations);
            case Decoded.Valid<Tree>(Tree tree) ->
                Decoder.decodeStored(tree, fields -> read(node, fields), new ArrayList<>());
        };
    }

    /** Returns the record of a node that lives but says nothing that this version understands. */
    static NodeRecord ofUnknown(String node) {
        return new NodeRecord(node, Instant.EPOCH, "", Progress.UNKNOWN);
    }

    static String text(List<Violation> violations) {
        return violations.stream().map(Violation::message).collect(Collectors.joining("; "));
    }

    private static NodeRecord read(String node, Decoder fields) {
        String said = fields.required("node", ScalarType.SOME_TEXT);
        if (!said.equals(node)) {
            fields.violation("node", node + ", as in the key");
        }
        return new NodeRecord(node, fields.required("since", ScalarType.INSTANT),
                fields.optional("address", ScalarType.TEXT, ""), fields.optional("api", ScalarType.TEXT, ""),
                new Progress(fields.optional("ackedRevision", REVISION, 0L), fields.list("behind", ScalarType.TEXT)),
                fields.optionalChild("load", NodeRecord::readLoad), fields.children("steps", NodeRecord::readStep),
                fields.optionalChild("figures", NodeFigures::read));
    }

    private static StepAcks readStep(Decoder step) {
        return new StepAcks(step.optional("switchOver", ScalarType.TEXT, ""),
                new TreeMap<>(step.map("shifts", ScalarType.TEXT)), step.optional("fleet", COUNT, 0),
                step.optional("acked", COUNT, 0), step.list("late", ScalarType.TEXT));
    }

    private static Load readLoad(Decoder load) {
        return new Load(load.optional("gateways", COUNT, 0), load.optional("reporters", COUNT, 0),
                load.optional("others", COUNT, 0), load.optional("telling", COUNT, 0),
                new TreeMap<>(load.map("demand", REVISION)));
    }
}
