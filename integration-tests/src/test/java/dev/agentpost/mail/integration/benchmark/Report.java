package dev.agentpost.mail.integration.benchmark;

import dev.agentpost.mail.integration.benchmark.Results.Result;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;

/** The results as text: of each figure the median of all rounds and, in brackets, the lowest and the highest. */
final class Report {
    private static final double HUNDRED = 100;
    private static final double TEN = 10;

    private final boolean compares;

    Report(boolean compares) {
        this.compares = compares;
    }

    String text(Results results) {
        StringBuilder text = new StringBuilder();
        results.byScenario().forEach((scenario, measurements) -> {
            text.append('\n').append(scenario).append('\n');
            measurements.stream()
                    .filter(result -> !result.failure().isEmpty())
                    .forEach(result -> text.append(
                            "  %s, round %d FAILED: %s%n".formatted(letter(result), result.round(), result.failure())));
            figures(measurements).forEach(figure -> text.append(line(figure, measurements)));
        });
        return text.toString();
    }

    private static String letter(Result result) {
        return result.build() == 0 ? "A" : "B";
    }

    private static Set<String> figures(List<Result> measurements) {
        Set<String> figures = new LinkedHashSet<>();
        measurements.forEach(result -> figures.addAll(result.figures().keySet()));
        return figures;
    }

    private String line(String figure, List<Result> measurements) {
        TreeMap<Integer, Double> a = rounds(figure, 0, measurements);
        if (!compares) {
            return "  %-24s %s%n".formatted(figure, summary(a.values()));
        }
        TreeMap<Integer, Double> b = rounds(figure, 1, measurements);
        List<Double> ratios = new ArrayList<>();
        a.forEach((round, value) -> {
            if (b.containsKey(round) && value != 0) {
                ratios.add(b.get(round) / value);
            }
        });
        return "  %-24s A %-26s B %-26s B/A %s%n"
                .formatted(figure, summary(a.values()), summary(b.values()), summary(ratios));
    }

    private static TreeMap<Integer, Double> rounds(String figure, int build, List<Result> measurements) {
        TreeMap<Integer, Double> values = new TreeMap<>();
        for (Result result : measurements) {
            if (result.build() == build && result.figures().containsKey(figure)) {
                values.put(result.round(), result.figures().get(figure));
            }
        }
        return values;
    }

    private static String summary(Iterable<Double> values) {
        List<Double> sorted = new ArrayList<>();
        values.forEach(sorted::add);
        sorted.sort(null);
        if (sorted.isEmpty()) {
            return "-";
        }
        int middle = sorted.size() / 2;
        double median = sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
        return sorted.size() == 1
                ? readable(median)
                : readable(median) + " (" + readable(sorted.get(0)) + ".." + readable(sorted.get(sorted.size() - 1))
                        + ")";
    }

    /** Three digits or more. */
    static String readable(double value) {
        double size = Math.abs(value);
        String format = size >= HUNDRED ? "%.0f" : size >= TEN ? "%.1f" : "%.2f";
        return String.format(Locale.ROOT, format, value);
    }
}
