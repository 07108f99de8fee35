package io.spillway.control;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.spillway.control.node.FirstStart;
import io.spillway.control.service.ApplyRequest;
import io.spillway.control.service.ControlService;
import io.spillway.control.service.WriteResult;
import io.spillway.model.document.Decoded;
import io.spillway.model.document.Violation;
import io.spillway.model.resource.Resource;
import io.spillway.registry.Compare;
import io.spillway.registry.Operation;
import io.spillway.registry.Registry;
import io.spillway.registry.RegistryKeys;
import io.spillway.registry.RegistryUnavailableException;
import io.spillway.registry.Transaction;
import io.spillway.wire.document.ResourceDocuments;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the resources of a folder into a registry that has never had any. A mark in the registry says that it happened:
 * afterwards the registry is the truth, whatever the files say.
 */
final class Seeds implements FirstStart {

    private static final Logger LOG = LoggerFactory.getLogger(Seeds.class);
    private static final String MARK = RegistryKeys.META + "seeded";
    private static final String AUTHOR = "seed";
    private static final int CHUNK = 100;

    private final Registry registry;
    private final Path folder;

    Seeds(Registry registry, Path folder) {
        this.registry = registry;
        this.folder = folder;
    }

    @Override
    public String write(ControlService service) {
        try {
            if (registry.get(MARK).isPresent()) {
                return "";
            }
            List<Resource> resources = ordered(read(folder));
            for (int from = 0; from < resources.size(); from += CHUNK) {
                write(service, resources.subList(from, Math.min(from + CHUNK, resources.size())));
            }
            var _ = registry.commit(new Transaction(List.of(Compare.absent(MARK)),
                    List.of(Operation.put(MARK, folder.toString().getBytes(StandardCharsets.UTF_8)))));
            LOG.info("first start: {} resources of {} written", resources.size(), folder);
            return "";
        } catch (RegistryUnavailableException | IllegalStateException | UncheckedIOException failed) {
            return "resources of " + folder + " not written: " + failed.getMessage();
        }
    }

    private static void write(ControlService service, List<Resource> resources) {
        switch (service.apply(new ApplyRequest(resources, false, null, AUTHOR))) {
            case WriteResult.Applied _ -> {
            }
            case WriteResult.Invalid(List<Violation> violations) -> throw new IllegalStateException(
                    violations.stream().map(Violation::message).collect(Collectors.joining("; ")));
            case WriteResult.Conflict conflict -> throw new IllegalStateException(conflict.detail());
            case WriteResult.Guarded guarded -> throw new IllegalStateException(guarded.detail());
            case WriteResult.Unavailable unavailable -> throw new IllegalStateException(unavailable.reason());
            case WriteResult.Stale stale -> throw new IllegalStateException(stale.object());
            case WriteResult.NotFound missing -> throw new IllegalStateException(missing.name());
        }
    }

    private static List<Resource> read(Path folder) {
        List<Resource> resources = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Seeds::isDocument).sorted().toList()) {
                switch (ResourceDocuments.parse(Files.readString(file))) {
                    case Decoded.Valid<List<Resource>>(List<Resource> read) -> resources.addAll(read);
                    case Decoded.Invalid<List<Resource>>(List<Violation> violations) ->
                        throw new IllegalStateException(file + ": " + violations.stream().map(Violation::message)
                                .collect(Collectors.joining("; ")));
                }
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return resources;
    }

    private static boolean isDocument(Path file) {
        String name = file.toString();
        return name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json");
    }

    /** What others name comes first, so that chunks of a large folder can be written one after the other. */
    private static List<Resource> ordered(List<Resource> resources) {
        return resources.stream().sorted(Comparator.comparingInt(resource -> switch (resource.kind()) {
            case IDC -> 0;
            case CLUSTER, DR_GROUP -> 1;
            case SERVICE -> 2;
            case WORKLOAD_ENTRY, ROUTE -> 3;
            case TRAFFIC_SHIFT, SWITCH_OVER, DRILL, SERVICE_ENTRY -> 4;
        })).toList();
    }
}
