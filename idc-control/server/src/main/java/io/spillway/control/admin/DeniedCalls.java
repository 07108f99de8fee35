package io.spillway.control.admin;

import java.util.List;

import io.spillway.control.access.Call;
import io.spillway.control.access.Caller;
import io.spillway.control.access.Decision;
import io.spillway.control.admin.security.LoginResult;
import io.spillway.model.document.Shown;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Names;
import io.spillway.wire.audit.AuditRecord.Deed;
import io.spillway.wire.audit.AuditRecord.Touched;
import io.spillway.wire.audit.AuditRecord.Who;

/** Calls that nobody, or somebody without the role, has made, as the audit has them. Pure. */
final class DeniedCalls {

    /** The action of such a record: nothing was judged but who calls. */
    static final String DENIED = "denied";

    private DeniedCalls() {}

    /** Returns the deed of whoever showed no credentials that are good. */
    static Deed ofNobody(String from, Call call, LoginResult.Refused refused) {
        return deed(new Who("", "", from), call, refused.status() + ": " + call + ": " + refused.reason());
    }

    /** Returns the deed of somebody who is known and may not. */
    static Deed of(Caller caller, Call call, Decision.Deny deny) {
        String roles = String.join(",",
                caller.grants().stream().map(grant -> grant.role().word()).distinct().sorted().toList());
        return deed(new Who(caller.identity(), roles, caller.from()), call, "403: " + deny.reason());
    }

    private static Deed deed(Who who, Call call, String result) {
        return Deed.of(who, DENIED, objects(call), "", result);
    }

    private static List<Touched> objects(Call call) {
        Kind kind = call.kind();
        String name = call.name();
        return kind == null || name == null
                ? List.of()
                : List.of(new Touched(kind.plural() + "/" + (Names.valid(name) ? name : Shown.text(name)), 0));
    }
}
