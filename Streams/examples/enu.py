"""East and north metres around an anchor to latitude and longitude, exactly (WGS84, through Earth-centred coordinates)."""

import math

A_M = 6378137.0
E2 = (2 - 1 / 298.257223563) / 298.257223563


class Anchor:
    """The frame tangent to the ellipsoid at a place: east, north, up."""

    def __init__(self, latitude_deg, longitude_deg):
        self.latitude_deg, self.longitude_deg = latitude_deg, longitude_deg
        lat, lon = math.radians(latitude_deg), math.radians(longitude_deg)
        self._sin_lat, self._cos_lat = math.sin(lat), math.cos(lat)
        self._sin_lon, self._cos_lon = math.sin(lon), math.cos(lon)
        self._origin = self._earth_centred(latitude_deg, longitude_deg)

    @staticmethod
    def _earth_centred(latitude_deg, longitude_deg):
        """The place on the ellipsoid itself, height 0."""
        lat, lon = math.radians(latitude_deg), math.radians(longitude_deg)
        n = A_M / math.sqrt(1 - E2 * math.sin(lat) ** 2)
        return (n * math.cos(lat) * math.cos(lon), n * math.cos(lat) * math.sin(lon), n * (1 - E2) * math.sin(lat))

    def local(self, latitude_deg, longitude_deg):
        """East and north, m, of a place."""
        x, y, z = (a - b for a, b in zip(self._earth_centred(latitude_deg, longitude_deg), self._origin))
        return (-self._sin_lon * x + self._cos_lon * y,
                -self._sin_lat * self._cos_lon * x - self._sin_lat * self._sin_lon * y + self._cos_lat * z)

    def geodetic(self, east_m, north_m):
        """Latitude and longitude, degrees, of the place on the ellipsoid with these coordinates: the inverse of `local`."""
        metres_per_degree = math.radians(A_M)
        latitude_deg = self.latitude_deg + north_m / metres_per_degree
        longitude_deg = self.longitude_deg + east_m / (metres_per_degree * self._cos_lat)
        for _ in range(5):
            east, north = self.local(latitude_deg, longitude_deg)
            latitude_deg += (north_m - north) / metres_per_degree
            longitude_deg += (east_m - east) / (metres_per_degree * self._cos_lat)
            if (east_m - east) ** 2 + (north_m - north) ** 2 < 1e-14:
                break
        return latitude_deg, longitude_deg

    def grid_convergence_rad(self, east_m, north_m):
        """How far true east at a place is turned counter-clockwise from the anchor's east."""
        _, longitude_deg = self.geodetic(east_m, north_m)
        turn = math.radians(longitude_deg - self.longitude_deg)
        return math.atan2(self._sin_lat * math.sin(turn), math.cos(turn))
