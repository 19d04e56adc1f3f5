package dev.agentpost.mail.cli.doctor;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.agentpost.mail.cli.CommandFailure;
import dev.agentpost.mail.cli.CommandSettings;
import dev.agentpost.mail.cli.ServerStatus;
import dev.agentpost.mail.cli.admin.AdminFailure;
import dev.agentpost.mail.cli.admin.AdminOptions;
import dev.agentpost.mail.cli.doctor.Finding.Status;
import dev.agentpost.mail.server.ServerCertificates;
import dev.agentpost.mail.server.configuration.InvalidSettingException;
import dev.agentpost.mail.server.configuration.ListenerSettings;
import dev.agentpost.mail.server.configuration.ServerSettings;
import dev.agentpost.mail.server.configuration.Setting;
import dev.agentpost.mail.server.configuration.SmarthostSettings;
import dev.agentpost.mail.server.configuration.TlsSettings;
import dev.agentpost.mail.server.memory.HeapPlan;
import dev.agentpost.mail.server.memory.MemoryLimit;
import dev.agentpost.mail.server.state.RunState;
import dev.agentpost.mail.server.state.ServerPorts;
import dev.agentpost.mail.tls.CertificateFiles;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code agentpost doctor}. */
@Command(
        name = "doctor",
        description = {
            "Look for what is wrong: server and Cassandra, ports, certificates, DNS, disk, queue, clock, memory,"
                    + " files.",
            "Reads the settings from james-conf/settings.properties and the environment, as start does: call it with"
                    + " the same."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:nothing failed; there may be warnings", "1:a check failed", "2:the command line is not right"
        },
        mixinStandardHelpOptions = true)
public final class DoctorCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIME_SERVER_PATIENCE = Duration.ofSeconds(3);
    private static final int STATUS_COLUMN = 6;
    private static final int CHECK_COLUMN = 36;

    @Mixin
    private AdminOptions options;

    @Option(
            names = "--time-server",
            paramLabel = "HOST",
            defaultValue = "pool.ntp.org",
            description = "Whom the clock is compared with, over UDP; ${DEFAULT-VALUE} unless given, nobody if empty.")
    private String timeServer;

    @Spec
    private CommandSpec spec;

    private final Map<String, String> variables;
    private final Clock clock;

    public DoctorCommand() {
        this(System.getenv(), Clock.systemUTC());
    }

    DoctorCommand(Map<String, String> variables, Clock clock) {
        this.variables = variables;
        this.clock = clock;
    }

    @Override
    public Integer call() throws CommandFailure {
        List<Finding> findings = findings();
        Status worst =
                findings.stream().map(Finding::status).max(Status::compareTo).orElse(Status.ok);
        PrintWriter out = spec.commandLine().getOut();
        if (options.json()) {
            out.println(json(worst, findings));
        } else {
            findings.forEach(finding -> print(finding, out));
        }
        out.flush();
        return worst == Status.fail ? 1 : 0;
    }

    private List<Finding> findings() throws CommandFailure {
        List<Finding> findings = new ArrayList<>();
        ServerStatus status = ServerStatus.read(options.dataFolder());
        findings.add(server(status));
        status.cassandraPid().ifPresent(pid -> findings.add(CassandraCheck.of(pid, options.dataFolder())));
        MachineChecks machine = new MachineChecks(options.dataFolder(), clock);
        findings.addAll(List.of(machine.java(), machine.disk(), machine.clock()));
        if (!timeServer.isBlank()) {
            TimeServer server = new TimeServer(timeServer, TimeServer.PORT, TIME_SERVER_PATIENCE);
            findings.add(MachineChecks.time(timeServer, server.offset(clock)));
        }
        try {
            ServerSettings settings = ServerSettings.from(CommandSettings.of(variables));
            findings.add(MachineChecks.memory(HeapPlan.of(settings, MemoryLimit.ofThisProcess())));
            findings.addAll(machine.secrets(secretsOf(settings)));
            findings.add(publicHost(settings.publicNames().host()));
            CertificateFiles files = ServerCertificates.from(settings, options.dataFolder(), clock)
                    .files();
            CertificateChecks certificate =
                    new CertificateChecks(files, settings.publicNames().host(), clock);
            findings.add(certificate.validity());
            findings.addAll(ports(status, settings.listeners(), certificate));
        } catch (InvalidSettingException e) {
            findings.add(Finding.fail("settings", e.getMessage(), "A start with these settings is refused."));
        }
        if (status.serverPid().isPresent()) {
            findings.addAll(asked());
        }
        return findings;
    }

    private Stream<Path> secretsOf(ServerSettings settings) {
        return Stream.of(
                        Optional.of(settings.adminTokenFile(options.dataFolder())),
                        settings.tls().operatorFiles().map(TlsSettings.OperatorFiles::privateKey),
                        settings.cassandra().passwordFile(),
                        settings.outbound().smarthost().flatMap(SmarthostSettings::passwordFile))
                .flatMap(Optional::stream);
    }

    private static Finding server(ServerStatus status) {
        if (status.serverPid().isEmpty()) {
            return Finding.fail(
                    "server",
                    "no server runs on this data folder"
                            + status.error()
                                    .map(error -> "; the last start failed: " + error)
                                    .orElse(""),
                    "agentpost start; what only a running server can tell is left out below.");
        }
        return status.isReady()
                ? Finding.ok("server", "ready, process " + status.serverPid().get())
                : Finding.fail("server", "is " + status.state(), "Wait, or look at the log: agentpost logs.");
    }

    private static Finding publicHost(String host) {
        try {
            return Finding.ok("dns", host + " is " + InetAddress.getByName(host).getHostAddress());
        } catch (UnknownHostException e) {
            return Finding.fail("dns", host + " has no address", "Publish one, or set PUBLIC_HOST to a name that has.");
        }
    }

    private static List<Finding> ports(ServerStatus status, ListenerSettings listeners, CertificateChecks certificate) {
        List<Finding> findings = new ArrayList<>();
        if (status.serverPid().isEmpty()) {
            listeners
                    .servedPorts()
                    .forEach((name, port) ->
                            findings.add(PortChecks.isFree(name.name(), listeners.bindAddress(), port)));
            return findings;
        }
        open(status.ports())
                .forEach((name, port) -> findings.add(PortChecks.answers(name, status.connectAddress(), port)));
        Optional.ofNullable(status.ports().cassandra())
                .ifPresent(port -> findings.add(PortChecks.answers("the embedded Cassandra", RunState.LOOPBACK, port)));
        Stream.of(status.ports().smtps(), status.ports().imaps())
                .filter(port -> port != null)
                .forEach(port -> findings.add(certificate.served(status.connectAddress(), port)));
        return findings;
    }

    /** The listeners, by the variable that moves each. */
    private static Map<String, Integer> open(ServerPorts ports) {
        Map<String, Integer> open = new LinkedHashMap<>();
        open.put(Setting.SMTPS_PORT.name(), ports.smtps());
        open.put(Setting.IMAPS_PORT.name(), ports.imaps());
        open.put(Setting.MX_PORT.name(), ports.mx());
        open.put(Setting.WEBADMIN_PORT.name(), ports.webadmin());
        open.put(Setting.API_PORT.name(), ports.api());
        open.values().removeIf(port -> port == null);
        return open;
    }

    private List<Finding> asked() {
        try {
            ServerChecks checks = new ServerChecks(options.client(), clock);
            List<Finding> findings = new ArrayList<>(checks.health());
            findings.addAll(checks.queues());
            findings.add(checks.sharedDomain());
            findings.addAll(checks.organizations());
            return findings;
        } catch (AdminFailure e) {
            return List.of(Finding.fail("admin", e.getMessage(), "Look at the log: agentpost logs."));
        }
    }

    private static ObjectNode json(Status worst, List<Finding> findings) {
        ObjectNode answer = JSON.createObjectNode().put("status", worst.name());
        ArrayNode checks = answer.putArray("checks");
        for (Finding finding : findings) {
            checks.addObject()
                    .put("check", finding.check())
                    .put("status", finding.status().name())
                    .put("message", finding.message())
                    .put("advice", finding.advice().isEmpty() ? null : finding.advice());
        }
        return answer;
    }

    private static void print(Finding finding, PrintWriter out) {
        out.println(padded(finding.status().name(), STATUS_COLUMN)
                + padded(finding.check(), CHECK_COLUMN)
                + finding.message());
        if (!finding.advice().isEmpty()) {
            out.println(" ".repeat(STATUS_COLUMN + CHECK_COLUMN) + "-> " + finding.advice());
        }
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(1, width - text.length()));
    }
}
