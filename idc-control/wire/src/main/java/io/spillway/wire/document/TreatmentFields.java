package io.spillway.wire.document;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import io.spillway.model.document.Decoder;
import io.spillway.model.document.ScalarType;
import io.spillway.model.document.Tree;
import io.spillway.model.resource.Fault;
import io.spillway.model.resource.GroupSpec;
import io.spillway.model.resource.HeaderEdits;
import io.spillway.model.resource.Mirror;
import io.spillway.model.resource.Names;
import io.spillway.model.resource.ProtectedHeaders;
import io.spillway.model.resource.Sticky;
import io.spillway.model.resource.Treatment;

/** Fields of what else a Route does with its requests. */
final class TreatmentFields {

    private static final ScalarType<String> TOKEN = ScalarType.text("name of a header", "x",
            text -> text.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,128}") ? text : null);
    private static final ScalarType<String> VALUE = ScalarType.text(
            "value of a header: printable ASCII, no white space around it, at most 4096 characters", "x",
            text -> text.matches("([!-~]([ \t!-~]*[!-~])?)?") && text.length() <= 4096 ? text : null);
    private static final ScalarType<Double> PERCENT = new ScalarType<>("percent 0.0001..100", 100.0,
            scalar -> switch (scalar) {
                case Long whole when whole >= 1 && whole <= 100 -> Double.valueOf(whole);
                case Double part when part >= 0.0001 && part <= 100 -> part;
                default -> null;
            });

    private static final ScalarType<String> PROTOCOL = ScalarType.text(
            "protocol in lower case, as in tls/1.2, that is not connect, h2c or http", "x",
            text -> text.matches("[!#$%&'*+.^_`|~0-9a-z-]{1,64}(/[!#$%&'*+.^_`|~0-9a-z-]{1,64})?")
                    && !text.equals("connect") && !text.equals("h2c") && !text.startsWith("http") ? text : null);

    private TreatmentFields() {}

    static Treatment read(Decoder spec) {
        return new Treatment(spec.optionalChild("sticky", TreatmentFields::readSticky),
                spec.optional("attemptTimeout", PolicyFields.SOME_DURATION),
                spec.child("requestHeaders", TreatmentFields::readEdits, HeaderEdits.NONE),
                spec.child("responseHeaders", TreatmentFields::readEdits, HeaderEdits.NONE),
                spec.optionalChild("mirror",
                        mirror -> new Mirror(mirror.required("service", Names.TYPE),
                                mirror.optional("group", Names.TYPE, GroupSpec.DEFAULT),
                                mirror.optional("percent", PERCENT, 100.0))),
                spec.optionalChild("fault", TreatmentFields::readFault), spec.list("upgrades", PROTOCOL));
    }

    static void write(Treatment treatment, Fields fields) {
        if (treatment.sticky() != null) {
            fields.put("sticky", writeSticky(treatment.sticky()));
        }
        fields.duration("attemptTimeout", treatment.attemptTimeout());
        writeEdits(fields, "requestHeaders", treatment.requestHeaders());
        writeEdits(fields, "responseHeaders", treatment.responseHeaders());
        if (treatment.mirror() instanceof Mirror(String service, String group, double percent)) {
            fields.put("mirror", new Fields().text("service", service).text("group", group)
                    .decimal("percent", percent).tree());
        }
        if (treatment.fault() != null) {
            fields.put("fault", writeFault(new Fields(), treatment.fault()));
        }
        if (!treatment.upgrades().isEmpty()) {
            fields.texts("upgrades", treatment.upgrades());
        }
    }

    static Sticky readSticky(Decoder sticky) {
        String header = sticky.optional("header", TOKEN);
        String cookie = sticky.optional("cookie", TOKEN);
        String query = sticky.optional("query", MatchFields.NAME);
        boolean address = sticky.optional("clientAddress", ScalarType.BOOL, false);
        var ttl = sticky.optional("ttl", ScalarType.DURATION);
        List<Sticky> given = new ArrayList<>();
        if (header != null) {
            given.add(new Sticky.Header(header.toLowerCase(Locale.ROOT)));
        }
        if (cookie != null) {
            given.add(new Sticky.Cookie(cookie, ttl));
        }
        if (query != null) {
            given.add(new Sticky.Query(query));
        }
        if (address) {
            given.add(new Sticky.ClientAddress());
        }
        if (given.size() != 1) {
            sticky.violation("one of header, cookie, query, clientAddress: true");
            return new Sticky.ClientAddress();
        }
        if (ttl != null && cookie == null) {
            sticky.violation("ttl", "nothing: only a cookie is given to clients");
        }
        return given.getFirst();
    }

    static Tree writeSticky(Sticky sticky) {
        return switch (sticky) {
            case Sticky.Header(String name) -> new Fields().text("header", name).tree();
            case Sticky.Cookie(String name, var ttl) -> new Fields().text("cookie", name).duration("ttl", ttl).tree();
            case Sticky.Query(String name) -> new Fields().text("query", name).tree();
            case Sticky.ClientAddress _ -> new Fields().bool("clientAddress", true).tree();
        };
    }

    private static HeaderEdits readEdits(Decoder edits) {
        HeaderEdits read = new HeaderEdits(edits.children("set", TreatmentFields::readLine),
                edits.children("add", TreatmentFields::readLine), edits.list("remove", TOKEN));
        for (int i = 0; i < read.remove().size(); i++) {
            String refusal = ProtectedHeaders.refusal(read.remove().get(i));
            if (refusal != null) {
                edits.violation("remove", "\"" + read.remove().get(i) + "\"", refusal);
            }
        }
        if (read.isEmpty()) {
            edits.violation("at least one of set, add, remove");
        }
        return read;
    }

    private static HeaderEdits.Line readLine(Decoder line) {
        String name = line.required("name", TOKEN);
        String refusal = ProtectedHeaders.refusal(name);
        if (refusal != null) {
            line.violation("name", refusal);
        }
        return new HeaderEdits.Line(name, line.required("value", VALUE));
    }

    private static void writeEdits(Fields fields, String key, HeaderEdits edits) {
        if (!edits.isEmpty()) {
            fields.put(key, new Fields().items("set", edits.set(), TreatmentFields::writeLine)
                    .items("add", edits.add(), TreatmentFields::writeLine).texts("remove", edits.remove()).tree());
        }
    }

    private static Tree writeLine(HeaderEdits.Line line) {
        return new Fields().text("name", line.name()).text("value", line.value()).tree();
    }

    static Fault readFault(Decoder fault) {
        Fault read = new Fault(fault.optionalChild("delay",
                delay -> new Fault.Delay(delay.required("duration", PolicyFields.SOME_DURATION),
                        delay.optional("percent", PERCENT, 100.0))),
                fault.optionalChild("abort",
                        abort -> new Fault.Abort(abort.required("status", ScalarType.integer(400, 599)),
                                abort.optional("percent", PERCENT, 100.0))),
                fault.optional("ttl", PolicyFields.SOME_DURATION), fault.optional("expires", ScalarType.INSTANT));
        if (read.delay() == null && read.abort() == null) {
            fault.violation("at least one of delay, abort");
        }
        if ((read.ttl() == null) == (read.expires() == null)) {
            fault.violation("ttl", "either ttl, as in 10m, or expires: a fault always ends by itself");
        }
        return read;
    }

    static Tree writeFault(Fields fields, Fault fault) {
        if (fault.delay() instanceof Fault.Delay(var duration, double percent)) {
            fields.put("delay", new Fields().duration("duration", duration).decimal("percent", percent).tree());
        }
        if (fault.abort() instanceof Fault.Abort(int status, double percent)) {
            fields.put("abort", new Fields().number("status", status).decimal("percent", percent).tree());
        }
        fields.duration("ttl", fault.ttl());
        return (fault.expires() == null ? fields : fields.text("expires", fault.expires().toString())).tree();
    }
}
