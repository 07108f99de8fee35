package io.spillway.model.validation;

import java.time.Duration;
import java.util.List;

import io.spillway.model.document.Violation;
import io.spillway.model.resource.Fault;
import io.spillway.model.resource.HeaderEdits;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Mirror;
import io.spillway.model.resource.PathChange;
import io.spillway.model.resource.PathMatch;
import io.spillway.model.resource.Redirect;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.Rewrite;
import io.spillway.model.resource.RouteMatch;
import io.spillway.model.resource.RouteSpec;
import io.spillway.model.resource.ServiceSpec;
import io.spillway.model.resource.Sticky;
import io.spillway.model.resource.Treatment;
import io.spillway.model.resource.WeightedGroup;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Combinations of a Route that make no sense are refused where they are written. */
class RouteLimitsTest {

    private static final List<WeightedGroup> ORDERS = List.of(new WeightedGroup("orders", "default", 1));
    private static final Redirect REDIRECT = new Redirect("https", null, null, null, 302, false);

    @Test
    void aRedirectSendsNothingOn() {
        Treatment all = new Treatment(new Sticky.ClientAddress(), Duration.ofSeconds(1),
                new HeaderEdits(List.of(), List.of(), List.of("x-a")), HeaderEdits.NONE,
                new Mirror("orders", "shadow", 1), new Fault(new Fault.Delay(Duration.ofSeconds(1), 1), null,
                        Duration.ofMinutes(1), null));
        assertThat(messages(new RouteSpec(List.of("a.example"), List.of(RouteMatch.ANY), List.of(),
                Duration.ofSeconds(3), new Rewrite(null, "b.example"), REDIRECT, null, all)))
                .containsExactlyElementsOf(
                        List.of("rewrite", "timeout", "attemptTimeout", "sticky", "mirror", "fault", "requestHeaders")
                                .stream()
                                .map(key -> "/spec/" + key + ": given (expected: nothing, because a redirect is "
                                        + "answered by the gateway itself)")
                                .toList());
    }

    @Test
    void aTemplateAndWhatIsMadeOfItFit() {
        assertThat(messages(rewriting(new PathMatch.Template("/a/{id}"), new PathChange.Template("/b/{name}"))))
                .containsExactly(
                        "/spec/rewrite/template: \"/b/{name}\" (expected: variables of the template /a/{id}; it "
                                + "has no {name})");
        assertThat(messages(rewriting(new PathMatch.Exact("/a"), new PathChange.Template("/b")))).containsExactly(
                "/spec/matches/0/path/exact: \"/a\" (expected: a template, because rewrite.template takes the variables "
                        + "of one)");
        assertThat(messages(rewriting(new PathMatch.Template("/{a}/{a}"), new PathChange.Full("/b")))).containsExactly(
                "/spec/matches/0/path/template: \"/{a}/{a}\" (expected: at most 5 variables, each named once, by a letter "
                        + "and up to 15 letters, digits or _)");
        assertThat(
                messages(rewriting(new PathMatch.Template("/a/{id}/{rest=**}"), new PathChange.Template("/b/{rest}"))))
                .isEmpty();
    }

    @Test
    void anAttemptIsNotLongerThanTheWhole() {
        assertThat(messages(treated(Duration.ofSeconds(3), new Treatment(null, Duration.ofSeconds(5), HeaderEdits.NONE,
                HeaderEdits.NONE, null, null))))
                .containsExactly("/spec/attemptTimeout: 5s (expected: at most the timeout of the Route, 3s)");
    }

    @Test
    void aFaultIsOverWithinADay() {
        assertThat(messages(treated(null, Treatment.NONE.withFault(
                new Fault(null, new Fault.Abort(503, 1), Duration.ofHours(25), null)))))
                .containsExactly("/spec/fault/ttl: 1d1h (expected: at most 1d)");
    }

    @Test
    void aServiceThatCopiesAreSentToIsInUse() {
        ResourceSet there = ResourceSet.of(List.of(Resource.of("shadow", ServiceSpec.of(List.of(), null)),
                Resource.of("r", treated(null, new Treatment(null, null, HeaderEdits.NONE, HeaderEdits.NONE,
                        new Mirror("shadow", "default", 1), null)))));
        assertThat(new WriteValidation(there, "idc-a").delete(Kind.SERVICE, "shadow"))
                .isInstanceOfSatisfying(WriteVerdict.Guarded.class, guarded -> assertThat(guarded.detail())
                        .isEqualTo("Service shadow is named by routes r; change or delete these first"));
    }

    private static RouteSpec rewriting(PathMatch path, PathChange change) {
        return new RouteSpec(List.of("a.example"), List.of(new RouteMatch(path, null, List.of(), List.of())), ORDERS,
                null, new Rewrite(change, null), null);
    }

    private static RouteSpec treated(@Nullable Duration timeout, Treatment treatment) {
        return new RouteSpec(List.of("a.example"), List.of(RouteMatch.ANY), ORDERS, timeout, null, null, null,
                treatment);
    }

    private static List<String> messages(RouteSpec spec) {
        WriteVerdict verdict = new WriteValidation(ResourceSet.of(List.of()), "idc-a")
                .write(List.of(Resource.of("r", spec)));
        return verdict instanceof WriteVerdict.Invalid(List<Violation> violations)
                ? violations.stream().map(Violation::message).toList()
                : List.of();
    }
}
