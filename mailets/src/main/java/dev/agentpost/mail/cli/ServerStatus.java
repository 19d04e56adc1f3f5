package dev.agentpost.mail.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.agentpost.mail.server.state.DataFolderLock;
import dev.agentpost.mail.server.state.RunState;
import dev.agentpost.mail.server.state.RunStateFile;
import dev.agentpost.mail.server.state.ServerPorts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What is known of the server on a data folder.
 *
 * @param state starting, ready, stopping, failed or stopped
 * @param connectAddress where this machine reaches the ports but Cassandra's
 * @param serverPid empty when no server is alive
 * @param cassandraPid of the embedded Cassandra; empty when that is not alive
 * @param error why the last start failed
 */
public record ServerStatus(
        String state,
        String connectAddress,
        ServerPorts ports,
        Optional<Long> serverPid,
        Optional<Long> cassandraPid,
        Optional<String> error) {
    static final String READY = "ready";
    static final String STOPPED = "stopped";
    static final ServerPorts NO_PORTS = new ServerPorts(null, null, null, null, null, null);

    private static final ObjectMapper JSON = new ObjectMapper();

    public static ServerStatus read(Path dataFolder) throws CommandFailure {
        try {
            Optional<Long> holder = DataFolderLock.holder(dataFolder);
            Optional<RunState> state = new RunStateFile(dataFolder).read();
            return holder.isPresent() ? alive(holder.get(), state) : dead(state);
        } catch (IOException e) {
            throw new CommandFailure("the data folder " + dataFolder + " is not readable: " + e.getMessage());
        }
    }

    /** A state that another process wrote is that of a server which died before. */
    private static ServerStatus alive(long pid, Optional<RunState> written) {
        return written.filter(state -> state.pid() == pid)
                .map(state -> new ServerStatus(
                        state.state().serialize(),
                        state.connectAddress(),
                        state.ports(),
                        Optional.of(pid),
                        Optional.ofNullable(state.cassandraPid()).filter(ServerStatus::isAlive),
                        Optional.ofNullable(state.error())))
                .orElseGet(() -> new ServerStatus(
                        RunState.Phase.STARTING.serialize(),
                        RunState.LOOPBACK,
                        NO_PORTS,
                        Optional.of(pid),
                        Optional.empty(),
                        Optional.empty()));
    }

    private static ServerStatus dead(Optional<RunState> written) {
        Optional<String> error =
                written.filter(state -> state.state() == RunState.Phase.FAILED).map(RunState::error);
        return new ServerStatus(
                error.isPresent() ? RunState.Phase.FAILED.serialize() : STOPPED,
                RunState.LOOPBACK,
                NO_PORTS,
                Optional.empty(),
                Optional.empty(),
                error);
    }

    private static boolean isAlive(long pid) {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
    }

    public boolean isReady() {
        return state.equals(READY);
    }

    String toJson(Installation installation) {
        ObjectNode status = JSON.createObjectNode();
        status.put("state", state);
        status.set("ports", JSON.valueToTree(ports));
        status.putObject("versions")
                .put("agentpost", installation.version().orElse(null))
                .put("james", installation.jamesVersion().orElse(null))
                .put("cassandra", installation.cassandraVersion().orElse(null));
        status.putObject("pids").put("server", serverPid.orElse(null)).put("cassandra", cassandraPid.orElse(null));
        return status.toString();
    }
}
