package web

import (
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// metrics are the counts for whoever runs the server, by route. The voters'
// routes are one number per status: neither how long nor which.
type metrics struct {
	registry *prometheus.Registry
	requests *prometheus.CounterVec
	seconds  *prometheus.HistogramVec
	voters   *prometheus.CounterVec
	conns    conns
	page     http.Handler
}

func newMetrics(version string) *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "shuping_http_requests_total", Help: "Requests answered, by route and status."}, []string{"route", "status"}),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "shuping_http_seconds", Help: "Time to answer, by route.",
			Buckets: []float64{.001, .005, .02, .1, .5, 2, 10}}, []string{"route"}),
		voters: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "shuping_voter_requests_total", Help: "Requests of voters' phones, all routes together, by status."}, []string{"status"}),
	}
	build := prometheus.NewGauge(prometheus.GaugeOpts{Name: "shuping_build_info", Help: "Always 1; the version is a label.",
		ConstLabels: prometheus.Labels{"version": version}})
	build.Set(1)
	open := prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "shuping_http_connections", Help: "Connections that are open."},
		func() float64 { return float64(m.conns.open.Load()) })
	m.registry.MustRegister(m.requests, m.seconds, m.voters, open, build,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	m.page = promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
	return m
}

// Register adds collectors of other parts of the program to /metrics.
func (s *Server) Register(c ...prometheus.Collector) { s.metrics.registry.MustRegister(c...) }

func (m *metrics) seen(route string, status int, took time.Duration) {
	if route == "" {
		route = "none"
	}
	m.requests.WithLabelValues(route, strconv.Itoa(status)).Inc()
	m.seconds.WithLabelValues(route).Observe(took.Seconds())
}

func (m *metrics) quiet(status int) { m.voters.WithLabelValues(strconv.Itoa(status)).Inc() }

func (s *Server) metricsPage(w http.ResponseWriter, v *visit) error {
	s.metrics.page.ServeHTTP(w, v.Request)
	return nil
}

func (s *Server) healthz(w http.ResponseWriter, v *visit) error {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, err := w.Write([]byte("ok\n"))
	return err
}

func (s *Server) readyz(w http.ResponseWriter, v *visit) error {
	if s.Ready != nil {
		if err := s.Ready(v.Context()); err != nil {
			s.Log.Warn("not ready", "error", err)
			http.Error(w, "not ready", http.StatusServiceUnavailable)
			return nil
		}
	}
	return s.healthz(w, v)
}
