package io.spillway.control.node;

import java.util.ArrayList;
import java.util.List;

import io.spillway.control.service.AuditService.Page;
import io.spillway.control.service.ControlService;
import io.spillway.model.document.Decoded;
import io.spillway.wire.audit.AuditChain;
import io.spillway.wire.audit.AuditEntry;
import io.spillway.wire.audit.AuditHead;
import io.spillway.wire.audit.AuditRecord;

import static org.assertj.core.api.Assertions.assertThat;

/** The audit of a node, as a test reads it. */
final class Audit {

    private Audit() {}

    /** Returns the whole chain. */
    static List<AuditEntry> entries(ControlService service) {
        List<AuditEntry> all = new ArrayList<>();
        long next = 1;
        while (next != 0) {
            if (!(service.audit().page(next, 100) instanceof Page.Records page)) {
                throw new AssertionError("the audit cannot be read");
            }
            all.addAll(page.entries());
            next = page.next();
        }
        return all;
    }

    /** Returns where it ends. */
    static AuditHead head(ControlService service) {
        if (!(service.audit().page(0, 1) instanceof Page.Records page)) {
            throw new AssertionError("the audit cannot be read");
        }
        return page.head();
    }

    /** Says that every record fits. */
    static void fits(ControlService service) {
        AuditChain chain = new AuditChain(AuditHead.NONE, List.of(), true);
        entries(service).forEach(chain::take);
        assertThat(chain.end(head(service))).as(String.valueOf(chain.broken())).isTrue();
    }

    /** Returns what an entry says. */
    static AuditRecord record(AuditEntry entry) {
        if (!(entry.record() instanceof Decoded.Valid<AuditRecord>(AuditRecord record))) {
            throw new AssertionError("not readable");
        }
        return record;
    }
}
