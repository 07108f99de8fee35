package io.spillway.wire.document;

import java.time.Duration;
import java.util.Locale;

import io.spillway.model.document.Decoder;
import io.spillway.model.document.ScalarType;
import io.spillway.model.document.Tree;
import io.spillway.model.resource.AdaptiveConcurrency;
import io.spillway.model.resource.Admission;
import io.spillway.model.resource.BreakerBounds;
import io.spillway.model.resource.CircuitBreakers;
import io.spillway.model.resource.RateLimit;
import io.spillway.model.resource.RequestClass;

/** Fields that say how much is let through, of a Service's policy and of a Route. */
final class AdmissionFields {

    private static final ScalarType<Integer> BOUND = ScalarType.integer(1, 1_000_000);
    private static final ScalarType<Long> AMOUNT = ScalarType.longInteger(1, 1_000_000_000);
    private static final ScalarType<String> HEADER = ScalarType.text("header name", "x-client",
            text -> text.matches("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,128}") ? text.toLowerCase(Locale.ROOT) : null);

    private AdmissionFields() {}

    static Admission read(Decoder admission) {
        Admission or = Admission.DEFAULTS;
        return new Admission(admission.optional("class", ScalarType.choice(RequestClass.class), or.requestClass()),
                admission.optional("classHeader", ScalarType.BOOL, or.classHeader()),
                admission.optionalChild("rateLimit", AdmissionFields::readRate),
                admission.optionalChild("clientRateLimit", AdmissionFields::readClientRate));
    }

    static Tree write(Admission admission) {
        Fields fields = new Fields().text("class", admission.requestClass().name())
                .bool("classHeader", admission.classHeader());
        RateLimit all = admission.rateLimit();
        if (all != null) {
            fields.put("rateLimit", writeRate(all).tree());
        }
        RateLimit client = admission.clientRateLimit();
        if (client != null) {
            fields.put("clientRateLimit",
                    writeRate(client).text("header", client.header()).number("maxKeys", client.maxKeys()).tree());
        }
        return fields.tree();
    }

    private static RateLimit readRate(Decoder rate) {
        long requests = rate.required("requests", AMOUNT);
        return new RateLimit(requests, per(rate), rate.optional("burst", AMOUNT, requests), null,
                RateLimit.DEFAULT_KEYS);
    }

    private static RateLimit readClientRate(Decoder rate) {
        long requests = rate.required("requests", AMOUNT);
        return new RateLimit(requests, per(rate), rate.optional("burst", AMOUNT, requests),
                rate.optional("header", HEADER),
                rate.optional("maxKeys", ScalarType.integer(1, 10_000_000), RateLimit.DEFAULT_KEYS));
    }

    private static Duration per(Decoder rate) {
        Duration per = rate.optional("per", PolicyFields.SOME_DURATION, Duration.ofSeconds(1));
        if (per.compareTo(Duration.ofDays(1)) > 0) {
            rate.violation("per", "duration of up to a day");
        }
        return per;
    }

    private static Fields writeRate(RateLimit rate) {
        return new Fields().number("requests", rate.requests()).duration("per", rate.per())
                .number("burst", rate.burst());
    }

    static CircuitBreakers readBreakers(Decoder breakers) {
        return new CircuitBreakers(readBounds(breakers), breakers.child("critical", AdmissionFields::readBounds,
                CircuitBreakers.DEFAULTS.critical()));
    }

    private static BreakerBounds readBounds(Decoder bounds) {
        BreakerBounds or = BreakerBounds.DEFAULTS;
        return new BreakerBounds(bounds.optional("maxConnections", BOUND, or.maxConnections()),
                bounds.optional("maxPendingRequests", BOUND, or.maxPendingRequests()),
                bounds.optional("maxRequests", BOUND, or.maxRequests()),
                bounds.optional("maxRetries", ScalarType.integer(0, 1_000_000), or.maxRetries()));
    }

    static Tree write(CircuitBreakers breakers) {
        return writeBounds(breakers.usual()).put("critical", writeBounds(breakers.critical()).tree()).tree();
    }

    private static Fields writeBounds(BreakerBounds bounds) {
        return new Fields().number("maxConnections", bounds.maxConnections())
                .number("maxPendingRequests", bounds.maxPendingRequests())
                .number("maxRequests", bounds.maxRequests()).number("maxRetries", bounds.maxRetries());
    }

    static AdaptiveConcurrency readAdaptive(Decoder adaptive) {
        AdaptiveConcurrency or = AdaptiveConcurrency.DEFAULTS;
        AdaptiveConcurrency read = new AdaptiveConcurrency(
                adaptive.optional("minConcurrency", BOUND, or.minConcurrency()),
                adaptive.optional("maxConcurrency", BOUND, or.maxConcurrency()),
                adaptive.optional("bufferPercent", ScalarType.integer(0, 100), or.bufferPercent()),
                adaptive.optional("samplePercentile", ScalarType.integer(1, 100), or.samplePercentile()),
                adaptive.optional("window", PolicyFields.SOME_DURATION, or.window()),
                adaptive.optional("remeasure", PolicyFields.SOME_DURATION, or.remeasure()),
                adaptive.optional("remeasureRequests", ScalarType.integer(1, 10_000), or.remeasureRequests()));
        if (read.maxConcurrency() < read.minConcurrency()) {
            adaptive.violation("maxConcurrency", "at least minConcurrency, " + read.minConcurrency());
        }
        if (read.remeasure().compareTo(read.window()) < 0) {
            adaptive.violation("remeasure", "at least as long as window");
        }
        return read;
    }

    static Tree write(AdaptiveConcurrency adaptive) {
        return new Fields().number("minConcurrency", adaptive.minConcurrency())
                .number("maxConcurrency", adaptive.maxConcurrency())
                .number("bufferPercent", adaptive.bufferPercent())
                .number("samplePercentile", adaptive.samplePercentile()).duration("window", adaptive.window())
                .duration("remeasure", adaptive.remeasure())
                .number("remeasureRequests", adaptive.remeasureRequests()).tree();
    }
}
