package io.spillway.control.admin;

import java.util.List;
import java.util.function.Function;

import io.spillway.model.document.Decoded;
import io.spillway.model.document.Decoder;
import io.spillway.model.document.Tree;
import io.spillway.model.document.Violation;
import io.spillway.wire.document.Documents;
import org.springframework.web.reactive.function.server.ServerRequest;
import reactor.core.publisher.Mono;

/** Reads what callers send. */
final class Bodies {

    static final String AUTHOR = "X-Spillway-Author";
    private static final int MAX_AUTHOR_CHARS = 200;

    private Bodies() {}

    /** Returns the body as text, empty when there is none. */
    static Mono<String> text(ServerRequest request) {
        return request.bodyToMono(String.class).defaultIfEmpty("");
    }

    /** Returns the one document of a text, decoded. */
    static <T> Decoded<T> decode(String text, Function<Decoder, T> reader) {
        return switch (Documents.parse(text)) {
            case Decoded.Invalid<List<Tree>> invalid -> new Decoded.Invalid<>(invalid.violations());
            case Decoded.Valid<List<Tree>>(List<Tree> documents) -> documents.size() == 1
                    ? Decoder.decode(documents.getFirst(), reader)
                    : new Decoded.Invalid<>(
                            List.of(new Violation("", documents.size() + " documents", "one JSON object", null)));
        };
    }

    /** Returns who asks: as he says himself, else by his address. Not a proof of identity. */
    static String author(ServerRequest request) {
        String said = request.headers().firstHeader(AUTHOR);
        if (said != null && !said.isBlank() && said.length() <= MAX_AUTHOR_CHARS
                && said.chars().allMatch(c -> c >= ' ' && c < 127)) {
            return said;
        }
        return request.remoteAddress().map(address -> address.getAddress().getHostAddress()).orElse("unknown");
    }
}
