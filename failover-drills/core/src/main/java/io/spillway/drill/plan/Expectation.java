package io.spillway.drill.plan;

import io.spillway.drill.measure.Request;
import org.jspecify.annotations.Nullable;

/**
 * Where traffic is to be after an event.
 *
 * @param service
 *            only requests for this service count, null for all
 * @param home
 *            only users with this home count, null for all
 * @param servedBy
 *            the IDC that is to answer, or {@value #HOME} for the home of each user
 */
public record Expectation(@Nullable String service, @Nullable String home, String servedBy) {

    /** The word for each user's own IDC. */
    public static final String HOME = "home";

    /** Returns whether the request says anything about this expectation. */
    public boolean concerns(Request request) {
        return (service == null || service.equals(request.service())) && (home == null || home.equals(request.home()));
    }

    /** Returns whether the request was answered, and where it should be. */
    public boolean met(Request request) {
        String wanted = servedBy.equals(HOME) ? request.home() : servedBy;
        return request.ok() && wanted.equals(request.servedBy());
    }
}
