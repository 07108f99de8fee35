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
 * @param figures  what they see; null when it does not say
 */
public record NodeRecord(String node, Instant since, String address, String api, Progress progress,
        @Nullable Load load, @Nullable NodeFigures figures) {

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

    /** Creates the record of a node that does not say where operators reach it. */
    public NodeRecord(String node, Instant since, String address, Progress progress, @Nullable Load load) {
        this(node, since, address, "", progress, load, null);
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
                fields.optionalChild("load", NodeRecord::readLoad),
                fields.optionalChild("figures", NodeFigures::read));
    }

    private static Load readLoad(Decoder load) {
        return new Load(load.optional("gateways", COUNT, 0), load.optional("reporters", COUNT, 0),
                load.optional("others", COUNT, 0), load.optional("telling", COUNT, 0),
                new TreeMap<>(load.map("demand", REVISION)));
    }
}
