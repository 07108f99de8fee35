package io.spillway.gateway.route;

import java.util.Map;

import org.jspecify.annotations.Nullable;

public final class Requests implements RequestView {
    private final String method;
    private final String authority;
    private final String path;
    private final Map<String, String> headers;
    private int questions;

    private Requests(String method, String authority, String path, Map<String, String> headers) {
        this.method = method;
        this.authority = authority;
        this.path = path;
        this.headers = headers;
    }

    public static Requests get(String authority, String path) {
        return new Requests("GET", authority, path, Map.of());
    }

    public static Requests of(String method, String authority, String path, Map<String, String> headers) {
        return new Requests(method, authority, path, headers);
    }

    int questions() {
        return questions;
    }

    @Override
    public String method() {
        return method;
    }

    @Override
    public String authority() {
        return authority;
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public @Nullable String header(String lowerCaseName) {
        questions++;
        return headers.get(lowerCaseName);
    }

    @Override
    public String toString() {
        return method + " " + authority + path + " " + headers;
    }
}
