package dev.agentpost.mail.integration.harness;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentpost.mail.integration.harness.AgentPostCommand.Result;
import dev.agentpost.mail.integration.harness.RunningServer.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The docker command, with the engine that it reaches by itself or by {@code DOCKER_HOST}. */
public final class Docker {
    /** What {@code docker/Dockerfile} makes. */
    public static final String IMAGE = "localtest/agentpost-mail";

    /** What the image that tests build says of itself. */
    public static final Map<String, String> RELEASE = Map.of("VERSION", "9.8.7-3-g1a2b3c4", "REVISION", "1a2b3c4");

    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final Duration BUILD_PATIENCE = Duration.ofMinutes(30);
    private static final Map<String, String> ENVIRONMENT = Map.of("DOCKER_BUILDKIT", "0");

    private Docker() {}

    /** Builds the image at the first call. Without an engine every call fails. */
    public static String image() {
        return Built.IMAGE;
    }

    private static final class Built {
        private static final String IMAGE = build(Docker.IMAGE);
    }

    /** Builds the image once more under a name of its own, of nothing that an earlier build left. */
    public static String buildAnew(String name) {
        return build(name, "--no-cache");
    }

    private static String build(String name, String... more) {
        List<String> command = new ArrayList<>(List.of("build", "-q", "-t", name, "-f", "docker/Dockerfile"));
        command.addAll(List.of(more));
        RELEASE.forEach((argument, value) -> command.addAll(List.of("--build-arg", argument + "=" + value)));
        for (String argument : List.of("BASE_IMAGE", "BUILD_IMAGE")) {
            if (System.getenv(argument) != null) {
                command.addAll(List.of("--build-arg", argument + "=" + System.getenv(argument)));
            }
        }
        command.add(".");
        docker(BUILD_PATIENCE, command).orFail("docker build");
        return name;
    }

    /** An image that is made of ours. */
    public static String buildUpon(String name, String context) {
        docker(BUILD_PATIENCE, List.of("build", "-q", "-t", name, "--build-arg", "IMAGE=" + image(), context))
                .orFail("docker build");
        return name;
    }

    /** What it printed; it must end with 0. */
    public static String run(String... arguments) {
        return docker(PATIENCE, List.of(arguments))
                .orFail("docker " + String.join(" ", arguments))
                .out()
                .strip();
    }

    public static Outcome tryRun(String... arguments) {
        Result result = docker(PATIENCE, List.of(arguments));
        return new Outcome(result.exit(), result.out(), result.err());
    }

    /** What the engine knows of a container or an image. */
    public static JsonNode inspect(String name) {
        return Json.parse(run("inspect", name)).get(0);
    }

    private static Result docker(Duration patience, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of("docker"));
        command.addAll(arguments);
        return AgentPostCommand.runAtHome(command, ENVIRONMENT, patience);
    }
}
