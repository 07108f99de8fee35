package io.spillway.drill.verb;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;

import io.spillway.devca.DevelopmentAuthority;
import io.spillway.devca.IdentityFiles;
import io.spillway.model.identity.SpiffeId;
import io.spillway.wire.document.JsonText;
import io.spillway.wire.document.Trees;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code spillway dev-ca}: certificates for development. */
@Command(name = "dev-ca", mixinStandardHelpOptions = true, description = {
        "Makes a development certificate authority and an identity for each process.",
        "NOT FOR PRODUCTION: the authority's key lies unprotected in a file.",
        "What is there and good for ten days is left as it is."}, subcommands = DevCaTokenVerb.class)
public final class DevCaVerb implements Callable<Integer> {
    private static final String WARNING = """
            ********************************************************************
            *  DEVELOPMENT CERTIFICATE AUTHORITY - NOT FOR PRODUCTION          *
            *  Whoever can read its key can pretend to be any of your gateways *
            ********************************************************************""";

    private final Surroundings surroundings;
    @Option(names = "--out", paramLabel = "DIR", description = "folder for the files; needed")
    private @Nullable Path given;
    private Path out = Path.of("");
    @Option(names = "--idc", paramLabel = "IDC", description = "an IDC; may be given several times; needed")
    private List<String> idcs = new ArrayList<>();
    @Option(names = "--gateways", paramLabel = "N", defaultValue = "2", description = "gateways per IDC (default: ${DEFAULT-VALUE})")
    private int gateways;
    @Option(names = "--trust-domain", paramLabel = "NAME", defaultValue = SpiffeId.DEFAULT_TRUST_DOMAIN, description = "first part of every SPIFFE id (default: ${DEFAULT-VALUE})")
    private String trustDomain = SpiffeId.DEFAULT_TRUST_DOMAIN;
    @Option(names = "-o", paramLabel = "table|json", defaultValue = "TABLE", description = "what is written to standard output (default: table)")
    private DrillOptions.Output output = DrillOptions.Output.TABLE;
    @Spec
    private @Nullable CommandSpec spec;

    /** Creates the verb. */
    public DevCaVerb(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        // Not marked as required: a subcommand would need them too.
        out = needed("--out=DIR", given);
        needed("--idc=IDC", idcs.isEmpty() ? null : idcs);
        Terminal terminal = surroundings.terminal();
        List<SpiffeId> wanted = wanted();
        terminal.err().println(WARNING);
        try {
            DevelopmentAuthority authority = DevelopmentAuthority.in(out, surroundings.wall().instant(),
                    new SecureRandom());
            List<IdentityFiles> made = new ArrayList<>();
            for (SpiffeId identity : wanted) {
                made.add(IdentityFiles.make(authority, out, identity, surroundings.wall().instant()));
            }
            terminal.out().println(output == DrillOptions.Output.JSON ? json(made) : table(made));
            terminal.out().flush();
            return 0;
        } catch (IOException e) {
            terminal.err().println(e.getMessage());
            return 2;
        }
    }

    private <T> T needed(String option, @Nullable T value) {
        if (value == null) {
            throw new ParameterException(Objects.requireNonNull(spec).commandLine(),
                    "Missing required option: '" + option + "'");
        }
        return value;
    }

    private List<SpiffeId> wanted() {
        List<SpiffeId> wanted = new ArrayList<>();
        try {
            for (String idc : idcs) {
                for (int gateway = 1; gateway <= gateways; gateway++) {
                    wanted.add(new SpiffeId(trustDomain, idc, SpiffeId.Role.GATEWAY, "gateway-" + gateway));
                }
                wanted.add(new SpiffeId(trustDomain, idc, SpiffeId.Role.CONTROL, "control-1"));
                wanted.add(new SpiffeId(trustDomain, idc, SpiffeId.Role.SYNC, "sync-1"));
                wanted.add(new SpiffeId(trustDomain, idc, SpiffeId.Role.WORKLOAD, "workload-1"));
            }
        } catch (IllegalArgumentException e) {
            CommandSpec mine = spec;
            if (mine != null) {
                throw new ParameterException(mine.commandLine(), String.valueOf(e.getMessage()));
            }
        }
        return wanted;
    }

    private String json(List<IdentityFiles> made) {
        List<Map<String, Object>> identities = new ArrayList<>();
        for (IdentityFiles each : made) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("id", each.identity().uri());
            fields.put("certificate", each.certificate().toString());
            fields.put("key", each.key().toString());
            fields.put("notAfter", each.notAfter().toString());
            fields.put("kept", each.kept());
            identities.add(fields);
        }
        return JsonText.writeIndented(Trees.of(Map.of("warning", DevelopmentAuthority.WARNING, "trust",
                DevelopmentAuthority.certificateFile(out).toString(), "identities", identities)));
    }

    private String table(List<IdentityFiles> made) {
        StringBuilder table = new StringBuilder("trust " + DevelopmentAuthority.certificateFile(out));
        for (IdentityFiles each : made) {
            table.append('\n').append(each.kept() ? "kept  " : "made  ").append(each.certificate()).append("  ")
                    .append(each.identity()).append("  until ").append(each.notAfter());
        }
        return table.toString();
    }
}
