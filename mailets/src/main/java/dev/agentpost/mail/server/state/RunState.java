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
 */
public record RunState(
        @JsonProperty("pid") long pid,
        @JsonProperty("state") Phase state,
        @JsonProperty("progress") String progress,
        @JsonProperty("error") String error,
        @JsonProperty("cassandra_pid") Long cassandraPid,
        @JsonProperty("ports") ServerPorts ports) {

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

    public static RunState starting(long pid, ServerPorts ports) {
        return new RunState(pid, Phase.STARTING, "starting", null, null, ports);
    }

    public RunState withProgress(String step) {
        return new RunState(pid, state, step, error, cassandraPid, ports);
    }

    public RunState withCassandra(long newPid, int port) {
        return new RunState(pid, state, progress, error, newPid, ports.withCassandra(port));
    }

    public RunState ready() {
        return new RunState(pid, Phase.READY, "ready", null, cassandraPid, ports);
    }

    public RunState stopping() {
        return new RunState(pid, Phase.STOPPING, "stopping", error, cassandraPid, ports);
    }

    /** @param line what went wrong, for people: a line break in it becomes a space */
    public RunState failed(String line) {
        return new RunState(pid, Phase.FAILED, progress, line.replaceAll("\\s*\\R\\s*", " "), cassandraPid, ports);
    }
}
