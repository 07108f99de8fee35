package io.spillway.control.admin;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.spillway.control.access.AccessObserver;
import io.spillway.control.admin.security.ApiAccess;
import io.spillway.model.document.Decoded;
import io.spillway.model.document.Tree;
import io.spillway.wire.document.Documents;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.Resource;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.RequestPredicate;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/** The description of the API names what the API has, no more and no less. */
class OpenApiTest {

    @Test
    void everyAddressIsDescribedAndEveryDescribedAddressExists() throws Exception {
        assertThat(described()).isEqualTo(served());
    }

    private static Set<String> served() {
        AddressCollector collector = new AddressCollector();
        ApiRoutes.of(new ScriptedService(), new ApiAccess(ApiAccess.Settings.open(null), () -> Instant.EPOCH,
                AccessObserver.NONE), ConsoleSettings.bare()).accept(collector);
        return collector.addresses;
    }

    static Set<String> described() throws Exception {
        String text;
        try (var in = java.util.Objects.requireNonNull(ApiRoutes.class.getResourceAsStream("openapi.json"))) {
            text = new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        }
        if (!(Documents.parse(text) instanceof Decoded.Valid<List<Tree>>(List<Tree> documents))
                || !(documents.getFirst() instanceof Tree.Mapping root)
                || !(root.get("paths") instanceof Tree.Mapping paths)) {
            throw new AssertionError("openapi.json has no paths");
        }
        Set<String> found = new TreeSet<>();
        paths.fields().forEach((path, methods) -> {
            if (methods instanceof Tree.Mapping mapping) {
                mapping.fields().keySet().stream().filter(key -> !key.equals("parameters"))
                        .forEach(method -> found.add(method.toUpperCase(java.util.Locale.ROOT) + " " + path));
            }
        });
        return found;
    }

    /** Remembers every method and path that is routed. */
    private static final class AddressCollector implements RouterFunctions.Visitor {

        private static final Pattern METHOD_AND_PATH = Pattern.compile("\\((\\w+) && (/[^ )]+)\\)");

        final Set<String> addresses = new TreeSet<>();

        @Override
        public void route(RequestPredicate predicate, HandlerFunction<?> handler) {
            Matcher found = METHOD_AND_PATH.matcher(predicate.toString());
            if (found.find()) {
                addresses.add(found.group(1) + " " + found.group(2));
            }
        }

        @Override
        public void startNested(RequestPredicate predicate) {}

        @Override
        public void endNested(RequestPredicate predicate) {}

        @Override
        public void resources(Function<ServerRequest, Mono<Resource>> lookup) {}

        @Override
        public void attributes(Map<String, Object> attributes) {}

        @Override
        public void unknown(RouterFunction<?> routerFunction) {}
    }
}
