package dev.agentpost.mail.server.state;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * What a server says of itself in {@code run/server.json}.
 *
 * @param progress the step under way, for people
 * @param error one clear line when the start failed, else null
 * @param cassandraPid the process of the embedded Cassandra; null when there is none
 * @param connectAddress where this machine reaches the ports but Cassandra's; not in the files of older versions
 */
public record RunState(
        @JsonProperty("pid") long pid,
        @JsonProperty("state") Phase state,
        @JsonProperty("progress") String progress,
        @JsonProperty("error") String error,
        @JsonProperty("cassandra_pid") Long cassandraPid,
        @JsonProperty("connect_address") String connectAddress,
        @JsonProperty("ports") ServerPorts ports) {
    public static final String LOOPBACK = "127.0.0.1";

    public RunState {
        connectAddress = connectAddress == null ? LOOPBACK : connectAddress;
    }

    public enum Phase {
        STARTING,
        READY,
        STOPPING,
        FAILED;

        @JsonValue
        public String serialize() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public static RunState starting(long pid, String connectAddress, ServerPorts ports) {
        return new RunState(pid, Phase.STARTING, "starting", null, null, connectAddress, ports);
    }

    public RunState withProgress(String step) {
        return new RunState(pid, state, step, error, cassandraPid, connectAddress, ports);
    }

    public RunState withCassandra(long newPid, int port) {
        return new RunState(pid, state, progress, error, newPid, connectAddress, ports.withCassandra(port));
    }

    public RunState ready() {
        return new RunState(pid, Phase.READY, "ready", null, cassandraPid, connectAddress, ports);
    }

    public RunState stopping() {
        return new RunState(pid, Phase.STOPPING, "stopping", error, cassandraPid, connectAddress, ports);
    }

    /** @param line what went wrong, for people: a line break in it becomes a space */
    public RunState failed(String line) {
        String oneLine = line.replaceAll("\\s*\\R\\s*", " ");
        return new RunState(pid, Phase.FAILED, progress, oneLine, cassandraPid, connectAddress, ports);
    }
}
