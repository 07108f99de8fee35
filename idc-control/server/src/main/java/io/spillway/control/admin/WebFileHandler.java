package io.spillway.control.admin;

import java.net.URI;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** The files of the console. Whatever is no file is a page of it, which the index shows: every object has an address. */
final class WebFileHandler {

    private static final String INDEX = "index.html";
    private static final String ASSETS = "assets/";

    private final WebFiles files;

    WebFileHandler(WebFiles files) {
        this.files = files;
    }

    static Mono<ServerResponse> home() {
        return ServerResponse.temporaryRedirect(URI.create(ConsoleRoutes.HOME)).build();
    }

    Mono<ServerResponse> show(ServerRequest request) {
        String name = request.path().substring(ConsoleRoutes.HOME.length());
        WebFiles.WebFile file = files.find(name);
        if (file == null && !isFile(name, request)) {
            file = files.find(INDEX);
            if (file == null) {
                return Problem.of(HttpStatus.NOT_FOUND, "no console",
                        "this node has no console (expected: the jar spillway-console beside it)").respond();
            }
        }
        if (file == null) {
            return Problem
                    .of(HttpStatus.NOT_FOUND, "no such file", request.path() + " (expected: a file of the console)")
                    .respond();
        }
        return ServerResponse.ok().contentType(MediaType.parseMediaType(file.mediaType()))
                .header(HttpHeaders.CACHE_CONTROL,
                        file.forEver() ? "public, max-age=31536000, immutable" : "no-store")
                .bodyValue(file.octets());
    }

    /** Names of objects have dots too: a browser that goes to a page says that it wants HTML. */
    private static boolean isFile(String name, ServerRequest request) {
        return name.startsWith(ASSETS) || (name.contains(".") && request.headers().accept().stream()
                .noneMatch(type -> type.isConcrete() && type.isCompatibleWith(MediaType.TEXT_HTML)));
    }
}
