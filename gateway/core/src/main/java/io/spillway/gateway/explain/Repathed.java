package io.spillway.gateway.explain;

import io.spillway.gateway.route.RequestView;
import org.jspecify.annotations.Nullable;

/** A request with another path. */
record Repathed(RequestView request, String path) implements RequestView {
    @Override
    public String method() {
        return request.method();
    }

    @Override
    public String authority() {
        return request.authority();
    }

    @Override
    public @Nullable String header(String lowerCaseName) {
        return request.header(lowerCaseName);
    }

    @Override
    public String clientAddress() {
        return request.clientAddress();
    }
}
