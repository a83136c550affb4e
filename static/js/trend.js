// Draws the failures of an account by day and cause; a click on a bar opens the e-mails it counts.
(() => {
  const box = document.getElementById("trend-chart");
  const data = JSON.parse(document.getElementById("trend-data").textContent);
  const palettes = {
    light: ["#b3261e", "#c77700", "#1757a8", "#6b3fa0", "#1a7f64", "#8a6d3b", "#7a8594"],
    dark: ["#ff8d84", "#f0b357", "#6ea8f0", "#bb96ee", "#5fc9a8", "#cdb27c", "#98a3b3"],
  };
  let chart;
  const draw = () => {
    const dark = document.documentElement.getAttribute("data-bs-theme") === "dark";
    const ink = dark ? "#a9b4c4" : "#566173";
    const line = dark ? "#2c3645" : "#e3e8ef";
    chart?.dispose();
    chart = echarts.init(box, null, { renderer: "canvas" });
    chart.setOption({
      color: palettes[dark ? "dark" : "light"],
      aria: { enabled: true, label: { enabled: false }, decal: { show: data.series.length > 1 } },
      animation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
      grid: { left: 8, right: 8, top: 12, bottom: 16 + 20 * Math.ceil(data.series.length / (box.clientWidth > 640 ? 3 : 1)), containLabel: true },
      legend: { bottom: 0, icon: "roundRect", itemWidth: 14, itemHeight: 10, textStyle: { color: ink, width: 280, overflow: "truncate" } },
      tooltip: { trigger: "axis", axisPointer: { type: "shadow" }, renderMode: "richText", confine: true, order: "valueDesc",
        formatter: (points) => [points[0].axisValue, ...points.filter((p) => p.value).map((p) => `${p.value} × ${p.seriesName}`)].join("\n") },
      xAxis: { type: "category", data: data.days, axisLabel: { color: ink }, axisLine: { lineStyle: { color: line } }, axisTick: { show: false } },
      yAxis: { type: "value", minInterval: 1, axisLabel: { color: ink }, splitLine: { lineStyle: { color: line } } },
      series: data.series.map((one) => ({ name: one.name, type: "bar", stack: "failed", data: one.counts, barMaxWidth: 28, cursor: "pointer", emphasis: { focus: "series" } })),
    });
    chart.on("click", (point) => {
      const day = data.dates[point.dataIndex];
      location.assign(`${data.series[point.seriesIndex].href}&since=${day}&until=${day}`);
    });
  };
  draw();
  document.addEventListener("theme", draw);
  let width = box.clientWidth;
  new ResizeObserver(() => {
    if (box.clientWidth === width) return;
    width = box.clientWidth;
    draw();
  }).observe(box);
})();
